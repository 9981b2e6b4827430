# Writes the configuration of this pod's Redis and Sentinel: who the master is, and by which address
# the pod is known.

set -eu
. "${SOURCE:-/readonly-config}/common.sh"

pause=${PAUSE:-5}

own=$(address "$index")
if [ -z "$own" ]; then
  echo "The address of $service-announce-$index can't be found."
  exit 1
fi

# find prints the master, once it answers. One that doesn't is replaced, if there is another. It
# prints nothing if nobody knows any.
find() {
  for try in 1 2 3; do
    current=$(master)
    if [ -n "$current" ] && answers "$current"; then
      echo "$current"
      return
    fi
    sleep "$pause"
  done
  [ -n "$current" ] || return 0
  case $(ask "$service" failover 2>&1) in
  *NOGOODSLAVE*) return 0 ;;
  esac
  sleep "$((pause * 2))"
  current=$(master)
  [ -n "$current" ] && echo "$current"
}

current=$(find)
if [ -z "$current" ]; then
  # The first pod is it.
  current=$(address 0)
  if [ -z "$current" ]; then
    echo "The address of $service-announce-0 can't be found."
    exit 1
  fi
fi
echo "The master is $current, and this pod is $own."

password=$(printf %s "$AUTH" | sed 's/[\\"]/\\&/g')
eval "id=\$SENTINEL_ID_$index"
mkdir -p "$conf"
{
  cat "$source/redis.conf"
  echo "requirepass \"$password\""
  echo "masterauth \"$password\""
  echo "replica-announce-ip $own"
  echo "replica-announce-port 6379"
  if [ "$current" != "$own" ]; then
    echo "replicaof $current 6379"
  fi
} >"$conf/redis.conf"
{
  echo "sentinel myid $id"
  echo "sentinel monitor $group $current 6379 2"
  cat "$source/sentinel.conf"
  echo "sentinel auth-pass $group \"$password\""
  echo "sentinel announce-ip $own"
  echo "sentinel announce-port 26379"
} >"$conf/sentinel.conf"
