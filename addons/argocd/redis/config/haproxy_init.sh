# Writes HAProxy's configuration, with the Sentinels that take each pod for the master: they tell its
# address, which is known only here.

set -eu

config=${DATA:-/data}/haproxy.cfg
service=argocd-redis-ha-announce

cp "${READONLY:-/readonly}/haproxy.cfg" "$config"
for i in 0 1 2; do
  address=
  for try in $(seq 10); do
    address=$(getent hosts "$service-$i" | awk '{ print $1; exit }')
    [ -z "$address" ] || break
    sleep 1
  done
  if [ -z "$address" ]; then
    echo "The address of $service-$i can't be found."
    exit 1
  fi
  cat >>"$config" <<EOF

backend elected$i
  option tcp-check
  tcp-check connect
  tcp-check send PING\r\n
  tcp-check expect string +PONG
  tcp-check send SENTINEL\ get-master-addr-by-name\ argocd\r\n
  tcp-check expect string \r\n$address\r\n
  tcp-check send QUIT\r\n
  server sentinel0 $service-0:26379 check inter 3s
  server sentinel1 $service-1:26379 check inter 3s
  server sentinel2 $service-2:26379 check inter 3s
EOF
done
