#!/bin/sh
# Starts MongoDB as a replica set of one with access control, for which it wants a key file even when it has no other
# member to show it to. The key is made anew at each start and never leaves this container.
set -eu
umask 077
head -c 756 /dev/urandom | base64 > /tmp/mongo.key
chmod 400 /tmp/mongo.key
exec docker-entrypoint.sh mongod --replSet rs0 --bind_ip_all --keyFile /tmp/mongo.key
