# Has this pod's Redis start anew, under a new configuration, when it follows another master than
# the one that Sentinel knows.

. "${SOURCE:-/readonly-config}/common.sh"

own=$(address "$index")

# agrees tells whether this pod's Redis takes an address for the master.
agrees() {
  if [ "$1" = "$own" ]; then
    [ "$(info role)" = master ]
  else
    [ "$(info master_host)" = "$1" ]
  fi
}

# differs tells whether there is a master that this pod's Redis doesn't follow.
differs() {
  current=$(master)
  [ -n "$current" ] && ! agrees "$current"
}

trap 'exit 0' TERM
while true; do
  sleep "${INTERVAL:-60}" &
  wait $!
  [ -n "$own" ] || own=$(address "$index")
  differs || continue
  sleep "${PATIENCE:-10}" # a failover may be under way
  differs || continue
  echo "The master is $current, and this pod's Redis doesn't follow it."
  if sh "$source/init.sh"; then
    redis-cli -h localhost -p 6379 shutdown nosave
  fi
done
