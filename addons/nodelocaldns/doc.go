// Package nodelocaldns installs NodeLocal DNSCache, a small CoreDNS on every node that
// answers pods' questions from its cache.
//
// # What it is for
//
// The reliability of DNS. Pods ask the node that they are on, over a link-local address
// that never leaves it. Names outside a node's cache are asked for over TCP, so that no
// lost UDP packet costs a pod five seconds and no entry of the kernel's connection table is
// used up.
//
// # Two modes
//
// With kube-proxy in iptables mode, or nftables mode with upstream's iptables rules in place,
// the cache takes over the cluster DNS address on its node: pods notice nothing. It learns
// the address of CoreDNS from the Service kube-dns-upstream when it starts, which is why the
// Corefile holds words such as __PILLAR__CLUSTER__DNS__: they are not placeholders of
// Fitout's.
//
// With kube-proxy in IPVS mode that address belongs to kube-proxy. The cache then listens on
// the link-local address alone, and every kubelet must be started with it as --cluster-dns.
//
// # Where it departs from upstream
//
// The objects are those of Kubernetes' own manifest, in a newer release. Where that manifest
// has a variable the address is an option, and the Corefile is indented evenly. A zone of
// one's own becomes a block of the Corefile, where upstream's ConfigMap is edited by hand.
//
// # What to watch
//
// The pods use the network of their nodes: the ports 53 on both addresses, the health port,
// 9253 and 9353 must be free. On a node where they are not, the pod fails and the node's DNS
// falls back to the cluster's, as long as the rules are taken down: skipTeardown leaves
// them, for an agent that starts again at once, and a node without DNS if it doesn't.
//
// A NetworkPolicy that lets pods reach CoreDNS by a pod selector doesn't let them reach the
// cache: it needs an ipBlock with the link-local address, and one with the cluster DNS
// address.
//
// Metrics are the ones of CoreDNS at 9253, and at 9353 how often setting up the node went
// wrong (coredns_nodecache_setup_errors_total). Both are scraped by annotations.
//
// A pod that starts before the cache on a new node asks CoreDNS: nothing waits for it.
package nodelocaldns
