# Hands over to another pod before this one goes, if it is the master.

. "${SOURCE:-/readonly-config}/common.sh"

[ "$(info role)" = master ] || exit 0
[ "$(ask localhost failover)" = OK ] || exit 1
for second in $(seq 30); do
  [ "$(info role)" = master ] || exit 0
  sleep 1
done
