#!/bin/sh
# guard.sh PID SIGNAL: ends a server whose owner is gone. Standard input is a pipe that the owner holds and never writes to: it ends with
# the owner, however that ends. Services get a moment to leave their database, then the server is asked, then it is told with SIGNAL.
cat > /dev/null
for signal in TERM "$2"; do
  for _ in 1 2 3; do
    kill -0 "$1" 2> /dev/null || exit 0
    sleep 1
  done
  kill "-$signal" "$1" 2> /dev/null
done
