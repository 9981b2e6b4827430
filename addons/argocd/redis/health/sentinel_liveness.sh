#!/bin/sh
# Sentinel is alive when it answers.
[ "$(redis-cli -h localhost -p 26379 ping)" = PONG ]
