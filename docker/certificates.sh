#!/bin/bash
# Makes a certificate authority and a certificate for each node that is named, where they are missing, with the server's
# own tool. /certificates is for the nodes; /ca holds nothing but the authority's certificate, for everybody who calls them.
set -euo pipefail
server_user=1001
cd /certificates
[ -f ca/ca.crt ] || es-gencert-cli create-ca -out ./ca
for node in "$@"; do
  [ -f "$node/node.crt" ] || es-gencert-cli create-node -ca-certificate ./ca/ca.crt -ca-key ./ca/ca.key \
    -out "./$node" -dns-names "$node,localhost" -ip-addresses 127.0.0.1
done
# Whoever has the authority's key can be a node: it is for this script alone.
chmod 0700 ca
for node in "$@"; do
  chown -R "$server_user:$server_user" "$node"
  chmod 0600 "$node/node.key"
done
install -m 0644 ca/ca.crt /ca/ca.crt
