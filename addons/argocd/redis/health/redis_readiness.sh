#!/bin/sh
# Redis is ready when it is the master, or follows one.
export REDISCLI_AUTH="$AUTH"
[ "$(redis-cli -h localhost -p 6379 ping)" = PONG ] || exit 1
role=$(redis-cli -h localhost -p 6379 role)
case $(echo "$role" | sed -n 1p) in
master) exit 0 ;;
slave) [ "$(echo "$role" | sed -n 4p)" = connected ] ;;
*) exit 1 ;;
esac
