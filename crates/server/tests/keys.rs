//! The commands about the key, backups and restores, as an operator gives them; and what they say when something is wrong.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(clippy::disallowed_methods, reason = "a test is an edge: it kills at a moment of the real clock")]

mod common;

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use common::{Server, key_file, key_of};
use store::{Key, Store, StoreError};

/// How often a change of key is killed.
const KILLS: u32 = 60;

fn curtain(data_dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_curtain"));
    command.args(arguments).arg("--data-dir").arg(data_dir);
    command.env_remove("CREDENTIALS_DIRECTORY").env_remove("CURTAIN_KEY_FILE");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a command says, which must succeed.
fn done(mut command: Command) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    let said = String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{said}");
    said
}

/// What a command says, which must fail.
fn refused(mut command: Command) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

/// The practice's name, as far as this key opens the database.
fn name(data_dir: &Path, key: &Key) -> Result<String, StoreError> {
    wait(async {
        let store = Store::open(data_dir, key).await?;
        let name = store.practice().await?.unwrap().0.name;
        store.close().await?;
        Ok(name)
    })
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

fn file(data_dir: &Path, name: &str) -> PathBuf {
    data_dir.join(name)
}

#[test]
fn a_key_is_made_once_for_its_owner_only_and_never_logged() {
    let server = Server::start("key-made");
    let path = key_file(&server.data_dir);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.child.id())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "a crash would write the key to the disk");
    let server = server.crash_and_restart();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    assert!(!server.log().contains(&text[..16]));
    assert!(!server.disk_has(&text.as_bytes()[..16]));
}

#[test]
fn a_missing_open_or_wrong_key_file_is_told_and_nothing_is_made_or_changed() {
    let server = Server::start("key-bad");
    let data_dir = server.data_dir.clone();
    let key = key_file(&data_dir);
    let serve = || curtain(&data_dir, &["serve", "--listen", "127.0.0.1:0", "--media", "127.0.0.1:0"]);

    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(refused(serve()).contains("can be read by others"));
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();

    let away = file(&data_dir, "away");
    std::fs::rename(&key, &away).unwrap();
    assert!(refused(serve()).contains("is missing"));
    assert!(!key.exists(), "a new key would open nothing, and hide that the old one is gone");
    assert!(refused(curtain(&data_dir, &["key", "rotate"])).contains("is missing"));

    let mut other = serve();
    other.arg("--key-file").arg(file(&data_dir, "nonsense"));
    std::fs::write(file(&data_dir, "nonsense"), "secret-that-is-no-key").unwrap();
    std::fs::set_permissions(file(&data_dir, "nonsense"), std::fs::Permissions::from_mode(0o600)).unwrap();
    let said = refused(other);
    assert!(said.contains("holds no key") && !said.contains("secret-that-is-no-key"), "{said}");

    std::fs::write(&key, "0".repeat(64)).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    let said = refused(serve());
    assert!(said.contains("the key does not open the database, or its file is damaged"), "{said}");
    std::fs::rename(&away, &key).unwrap();
    assert_eq!(name(&data_dir, &key_of(&data_dir)).unwrap(), "De Linde");
}

#[test]
fn a_credential_opens_what_a_key_file_opened() {
    let mut server = Server::start("key-credential");
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let data_dir = server.data_dir.clone();
    let credentials = file(&data_dir, "credentials");
    std::fs::create_dir(&credentials).unwrap();
    std::fs::rename(key_file(&data_dir), credentials.join("curtain-key")).unwrap();
    let mut backup = curtain(&data_dir, &["backup"]);
    backup.arg("--to").arg(file(&data_dir, "copy")).env("CREDENTIALS_DIRECTORY", &credentials);
    done(backup);
    // A credential cannot be exchanged by us: the new key needs a place of its own.
    let rotate = |more: &[&str]| {
        let mut command = curtain(&data_dir, &["key", "rotate"]);
        command.args(more).env("CREDENTIALS_DIRECTORY", &credentials);
        command
    };
    assert!(refused(rotate(&[])).contains("--new-key-file"));
    let new = file(&data_dir, "new-key");
    done(rotate(&["--new-key-file", new.to_str().unwrap()]));
    let key = Key::from_hexadecimal(&std::fs::read_to_string(new).unwrap()).unwrap();
    assert_eq!(name(&data_dir, &key).unwrap(), "De Linde");
}

#[test]
fn a_passphrase_is_asked_for_at_the_terminal() {
    let mut server = Server::start("key-passphrase");
    let data_dir = server.data_dir.clone();
    assert!(refused(curtain(&data_dir, &["key", "rotate"])).contains("stop the server first"));
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    // `script` gives the command a terminal of its own, which is what a passphrase is read from.
    let at_a_terminal = |arguments: &str, typed: &str| {
        let line = format!("{} {arguments} --data-dir '{}'", env!("CARGO_BIN_EXE_curtain"), data_dir.display());
        let mut script = Command::new("script");
        script.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
        let mut child = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), typed.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let twice = "behind the quiet garden\nbehind the quiet garden\n";
    let (done, said) = at_a_terminal("key rotate --new-passphrase", twice);
    assert!(done && said.contains("New passphrase"), "{said}");
    let key = Key::passphrase("behind the quiet garden").unwrap();
    assert_eq!(name(&data_dir, &key).unwrap(), "De Linde");
    let backup = format!("backup --ask-passphrase --to '{}'", file(&data_dir, "copy").display());
    let (done, said) = at_a_terminal(&backup, "behind the noisy garden\n");
    assert!(!done && said.contains("the key does not open the database"), "{said}");
    let (done, said) = at_a_terminal(&backup, "behind the quiet garden\n");
    assert!(done, "{said}");
}

#[test]
fn a_backup_is_made_while_the_server_runs_and_restored_on_another_machine() {
    let server = Server::start("backup");
    let copy = file(&server.data_dir, "copy");
    let mut backup = curtain(&server.data_dir, &["backup"]);
    backup.arg("--to").arg(&copy);
    done(backup);
    assert!(!server.disk_has(b"De Linde") && !server.disk_has(b"MARKER"));
    let mut again = curtain(&server.data_dir, &["backup"]);
    again.arg("--to").arg(&copy);
    assert!(refused(again).contains("there already"));
    let over = |replace: &[&str]| {
        let mut restore = curtain(&server.data_dir, &["restore"]);
        restore.args(replace).arg("--from").arg(&copy);
        restore
    };
    assert!(refused(over(&["--replace"])).contains("stop the server first"));
    assert!(refused(over(&[])).contains("stop the server first"));

    let other = server.data_dir.join("other-machine");
    let restore = || {
        let mut restore = curtain(&other, &["restore"]);
        restore.arg("--from").arg(&copy);
        restore
    };
    assert!(refused(restore()).contains("is missing"));
    let mut with_key = restore();
    with_key.arg("--backup-key-file").arg(key_file(&server.data_dir));
    done(with_key);
    assert_eq!(name(&other, &key_of(&other)).unwrap(), "De Linde");
    assert!(name(&other, &key_of(&server.data_dir)).is_err(), "another machine has a key of its own");
}

#[test]
fn where_a_copy_does_not_fit_nothing_changes_and_nothing_is_left() {
    let data_dir = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("key-full-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&data_dir);
    std::fs::create_dir_all(&data_dir).unwrap();
    std::fs::write(key_file(&data_dir), "ab".repeat(32)).unwrap();
    std::fs::set_permissions(key_file(&data_dir), std::fs::Permissions::from_mode(0o600)).unwrap();
    let mut practice = common::practice(0);
    practice["staff"][0]["vault"] = serde_json::to_value(visit::ids::Opaque::new(vec![3; 400_000])).unwrap();
    let setup = serde_json::from_value(practice).unwrap();
    wait(async {
        let store = Store::open(&data_dir, &key_of(&data_dir)).await.unwrap();
        let log_key = audit::LogKey::from_seed(&[1; 32]).unwrap();
        store.set_up(&setup, 30, &audit::Addition { key: &log_key, entries: &[] }).await.unwrap();
        store.close().await.unwrap();
    });
    let files = || {
        let mut names: Vec<_> = std::fs::read_dir(&data_dir).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = files();

    // Files may grow to 200 blocks, of 512 or 1024 bytes; the database has 400 kB.
    let confined = |arguments: &[&str]| {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 200; exec \"$@\"", "sh", env!("CARGO_BIN_EXE_curtain")]);
        shell.args(arguments).arg("--data-dir").arg(&data_dir).stderr(Stdio::piped());
        shell
    };
    let copy = file(&data_dir, "copy");
    let said = refused(confined(&["backup", "--to", copy.to_str().unwrap()]));
    assert!(said.contains("ERROR"), "{said}");
    refused(confined(&["key", "rotate"]));
    assert_eq!(files(), before);
    assert_eq!(name(&data_dir, &key_of(&data_dir)).unwrap(), "De Linde");
    done(curtain(&data_dir, &["key", "rotate"]));
    assert_eq!(name(&data_dir, &key_of(&data_dir)).unwrap(), "De Linde");
    std::fs::remove_dir_all(&data_dir).unwrap();
    std::fs::remove_file(key_file(&data_dir)).unwrap();
}

#[test]
fn killed_at_any_moment_a_change_of_key_leaves_a_database_that_opens_and_can_be_done_again() {
    let mut server = Server::start("key-killed");
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let data_dir = server.data_dir.clone();
    let path = key_file(&data_dir);
    let next = path.with_extension("key.new");

    let begin = Instant::now();
    done(curtain(&data_dir, &["key", "rotate"]));
    let whole = begin.elapsed();
    let (mut waiting, mut exchanged) = (0, 0);
    for round in 1..=KILLS {
        let mut command = curtain(&data_dir, &["key", "rotate"]);
        let mut child = command.spawn().unwrap();
        let moment = Instant::now() + whole * (round * 37 % KILLS) / KILLS;
        while Instant::now() < moment {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if next.exists() {
            waiting += 1;
            let new = Key::from_hexadecimal(&std::fs::read_to_string(&next).unwrap()).unwrap();
            if name(&data_dir, &key_of(&data_dir)).is_err() {
                exchanged += 1;
                assert_eq!(name(&data_dir, &new).unwrap(), "De Linde", "neither key opens it in round {round}");
                continue;
            }
        }
        assert_eq!(name(&data_dir, &key_of(&data_dir)).unwrap(), "De Linde", "in round {round}");
    }
    assert!(
        waiting > 0,
        "no kill came while the new key waited: {exchanged} after the exchange, a change takes {whole:?}"
    );
    let before = std::fs::read_to_string(&path).unwrap();
    done(curtain(&data_dir, &["key", "rotate"]));
    assert_ne!(std::fs::read_to_string(&path).unwrap(), before);
    assert!(!next.exists());
    assert_eq!(name(&data_dir, &key_of(&data_dir)).unwrap(), "De Linde");
}

#[test]
fn a_server_that_starts_after_a_cut_off_change_of_key_completes_it() {
    let mut server = Server::start("key-completed");
    server.child.kill().unwrap();
    server.child.wait().unwrap();
    let path = key_file(&server.data_dir);
    let old = std::fs::read_to_string(&path).unwrap();
    done(curtain(&server.data_dir, &["key", "rotate"]));
    // As if it had been killed between the exchange of the database and that of the key.
    let next = path.with_extension("key.new");
    std::fs::rename(&path, &next).unwrap();
    std::fs::write(&path, &old).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let server = server.crash_and_restart();
    assert!(!next.exists());
    assert_ne!(std::fs::read_to_string(&path).unwrap(), old);
    assert_eq!(server.secrets_kept(), 2);
}
