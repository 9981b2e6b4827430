# What the other programs have in common. There are three pods, each with a Redis and a Sentinel,
# and a Service for each pod, whose address stays when the pod is made anew.

service=argocd-redis-ha
group=argocd
conf=${CONF:-/data/conf}
source=${SOURCE:-/readonly-config}

# The last word of the pod's name is its number.
index=$(hostname)
index=${index##*-}

# redis-cli takes the password of Redis from here.
export REDISCLI_AUTH="$AUTH"

# address prints the address by which the pod of a number is known.
address() {
  getent hosts "$service-announce-$1" | awk '{ print $1; exit }'
}

# ask gives the Sentinel at an address a command. Sentinels have no password.
ask() (
  unset REDISCLI_AUTH
  redis-cli -h "$1" -p 26379 sentinel "$2" "$group"
)

# master prints the address of the master that Sentinel knows, and nothing if it knows none, or
# one that is no pod's.
master() {
  found=$(ask "$service" get-master-addr-by-name 2>/dev/null | head -n 1) || true
  for i in 0 1 2; do
    if [ -n "$found" ] && [ "$found" = "$(address "$i")" ]; then
      echo "$found"
    fi
  done
}

# answers tells whether the Redis at an address does.
answers() {
  [ "$(redis-cli -h "$1" -p 6379 ping 2>/dev/null)" = PONG ]
}

# info prints a field of what this pod's own Redis says of replication.
info() {
  redis-cli -h localhost -p 6379 info replication 2>/dev/null | tr -d '\r' | sed -n "s/^$1://p"
}
