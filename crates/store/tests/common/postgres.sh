# Starts a PostgreSQL of the tests' own on a Unix socket, says in which directory, and ends it when standard input ends.
# First argument: where its programs are.
set -eu
trap '' INT
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
# Text in another order than SQLite's, so that a query that relies on one of them is found out.
"$1/initdb" --pgdata=data --username=curtain --auth=trust --no-sync --encoding=UTF8 \
    --locale=C.UTF-8 --locale-provider=icu --icu-locale=en >log
"$1/pg_ctl" --pgdata=data --log=log --wait --silent --options="-k $dir -c listen_addresses= -c fsync=off" start >&2
echo "$dir"
cat >log.rest
"$1/pg_ctl" --pgdata=data --mode=immediate --silent stop >&2
