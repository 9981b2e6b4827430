package main

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addons/awslbc"
	"github.com/fitout/fitout/addons/coredns"
	"github.com/fitout/fitout/addons/kubeapiserver"
	"github.com/fitout/fitout/addons/kubernetes"
	"github.com/fitout/fitout/addons/nodelocaldns"
)

// loadBalancers are those of nearly all main services: Ingresses of the class alb, for what
// the VPC reaches, and of alb-public, for what the Internet does.
func loadBalancers() awslbc.Options {
	return awslbc.Options{
		Pods: addon.Pods{Resources: requests("100m", "200Mi")},
		IngressClass: awslbc.IngressClass{Class: awslbc.Class{
			Params: &awslbc.IngressClassParamsSpec{Scheme: awslbc.Internal},
		}},
		MoreIngressClasses: []awslbc.NamedClass{{Name: "alb-public", Class: awslbc.Class{
			Params: &awslbc.IngressClassParamsSpec{Scheme: awslbc.InternetFacing, SSLRedirectPort: "443"},
		}}},
		DefaultTargetType: awslbc.TargetIP,
		DefaultSSLPolicy:  "ELBSecurityPolicy-TLS13-1-2-2021-06",
		DefaultTags:       map[string]string{"cluster": "prod"},
		// WAFv2 is what the company has; the others' APIs needn't be asked.
		DisableShield: true,
		DisableWAF:    true,
	}
}

// dnsCopies are those of CoreDNS, which EKS keeps but doesn't scale.
func dnsCopies() coredns.Options {
	return coredns.Options{
		Pods:   addon.Pods{Resources: requests("10m", "32Mi")},
		Linear: coredns.Linear{NodesPerReplica: new(8.0), Min: 2, Max: 20},
	}
}

// dnsCache is on every node. The address is that of EKS's DNS in this VPC.
func dnsCache() nodelocaldns.Options {
	return nodelocaldns.Options{ClusterDNS: "172.20.0.10"}
}

// api is the Kubernetes API under the name that tools have known since before EKS.
func api() kubeapiserver.Options {
	return kubeapiserver.Options{
		Host: "kubernetes." + domain,
		NGINX: kubeapiserver.NGINX{
			ClassName: "nginx-internal",
			Issuer:    &addon.IssuerRef{Kind: "ClusterIssuer", Name: "letsencrypt"},
		},
	}
}

// apiMetrics are the API server's, which Datadog's agents collect.
func apiMetrics() kubernetes.Options {
	return kubernetes.Options{Datadog: &kubernetes.Datadog{}}
}
