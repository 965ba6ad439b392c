//! The databases that a contract is tried on: each test runs once for each, with a fresh one.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part of this")]

use store::{Key, Store};

use crate::common::Scratch;

/// Makes a test of each of these functions for each database.
macro_rules! contract {
    ($($test:ident),+ $(,)?) => {
        mod sqlite {
            use crate::databases::Database;
            $(#[tokio::test]
            async fn $test() {
                super::$test(&Database::sqlite(stringify!($test))).await;
            })+
        }

        #[cfg(feature = "postgres")]
        mod postgres {
            use crate::databases::Database;
            $(#[tokio::test]
            async fn $test() {
                if let Some(database) = Database::postgres() {
                    super::$test(&database).await;
                }
            })+
        }
    };
}

/// A database of a test's own.
pub enum Database {
    Sqlite(Scratch),
    #[cfg(feature = "postgres")]
    Postgres(&'static server::Server, String),
}

impl Database {
    pub fn sqlite(test: &str) -> Database {
        Database::Sqlite(Scratch::new(test))
    }

    pub async fn open(&self) -> Store {
        match self {
            Database::Sqlite(scratch) => Store::open(&scratch.0, &Key::raw(&[7; 32])).await.unwrap(),
            #[cfg(feature = "postgres")]
            Database::Postgres(server, name) => Store::connect(&server.url(name)).await.unwrap(),
        }
    }

    /// Does to the database what whoever has its key can do.
    pub async fn sql(&self, statement: &'static str) {
        match self {
            Database::Sqlite(scratch) => {
                use sqlx::ConnectOptions as _;
                let key = format!("\"x'{}'\"", "07".repeat(32));
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(scratch.0.join("curtain.db"));
                let options = options.pragma("key", key).pragma("cipher_compatibility", "4");
                sqlx::query(statement).execute(&mut options.connect().await.unwrap()).await.unwrap();
            }
            #[cfg(feature = "postgres")]
            Database::Postgres(server, name) => server.client("psql", &["--quiet", "--command", statement, name]),
        }
    }
}

#[cfg(feature = "postgres")]
mod server {
    use std::io::{BufRead as _, BufReader, Write as _};
    use std::os::unix::fs::MetadataExt as _;
    use std::os::unix::process::CommandExt as _;
    use std::path::PathBuf;
    use std::process::{Child, Command, Stdio};
    use std::sync::LazyLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::Database;

    /// Where PostgreSQL must be tried, its absence is a failure.
    const REQUIRED: &str = "CURTAIN_TEST_POSTGRES";
    /// The user that nothing belongs to; PostgreSQL does not run as root.
    const NOBODY: u32 = 65534;

    /// PostgreSQL on a Unix socket, for the tests of this program.
    pub struct Server {
        programs: PathBuf,
        socket: String,
        // It ends when this program does, and with it the pipe to its standard input.
        _child: Child,
    }

    static SERVER: LazyLock<Option<Server>> = LazyLock::new(|| {
        let server = programs().map(start);
        if server.is_none() {
            assert!(std::env::var_os(REQUIRED).is_none(), "{REQUIRED} is set, and there is no PostgreSQL");
            // Not `eprintln!`, which is only shown of tests that fail.
            let mut err = std::io::stderr();
            writeln!(err, "PostgreSQL was not tried: its server is not installed").unwrap();
        }
        server
    });

    impl Database {
        /// Nothing where PostgreSQL is not installed.
        pub fn postgres() -> Option<Database> {
            static NUMBER: AtomicUsize = AtomicUsize::new(0);
            let server = SERVER.as_ref()?;
            let name = format!("test{}", NUMBER.fetch_add(1, Ordering::Relaxed));
            server.client("createdb", &[&name]);
            Some(Database::Postgres(server, name))
        }
    }

    impl Server {
        pub fn url(&self, name: &str) -> String {
            format!("postgres://curtain@{}/{name}", self.socket.replace('/', "%2F"))
        }

        /// Runs one of PostgreSQL's own clients.
        pub fn client(&self, program: &str, arguments: &[&str]) {
            let mut client = Command::new(self.programs.join(program));
            client.args(["--host", &self.socket, "--username", "curtain"]).args(arguments);
            assert!(client.status().unwrap().success(), "{program} failed");
        }
    }

    /// Where PostgreSQL's programs are: where Debian puts those of each version, the newest first, or in the path.
    fn programs() -> Option<PathBuf> {
        let version = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
        let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
        let mut versions: Vec<PathBuf> = versions.filter_map(|entry| Some(entry.ok()?.path())).collect();
        versions.sort_by_key(|path| std::cmp::Reverse(version(path)));
        let path = std::env::var_os("PATH").unwrap_or_default();
        let all =
            |place: &PathBuf| ["initdb", "pg_ctl", "createdb", "psql"].iter().all(|one| place.join(one).is_file());
        versions.into_iter().map(|path| path.join("bin")).chain(std::env::split_paths(&path)).find(all)
    }

    fn start(programs: PathBuf) -> Server {
        let mut command = Command::new("sh");
        command.args(["-c", include_str!("postgres.sh"), "sh"]).arg(&programs);
        if std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
            command.uid(NOBODY).gid(NOBODY);
        }
        // Wherever the tests run, and whatever they are told of other servers.
        command.current_dir("/").env_remove("TMPDIR").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut socket = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut socket).unwrap();
        assert!(!socket.is_empty(), "PostgreSQL in {} does not start", programs.display());
        Server { programs, socket: socket.trim_end().to_owned(), _child: child }
    }
}
