package main

import (
	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/eks"
)

// account is the AWS account that the cluster lives in. Pods come by their roles through IRSA.
// What the addons need there is printed by
//
//	go run ./examples/prod -format terraform
//	go run ./examples/prod -format cloudformation
func account() *aws.Account {
	return &aws.Account{
		ID:         "123456789012",
		Region:     "ap-northeast-1",
		VPC:        "vpc-0123456789abcdef0",
		OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
		Roles: aws.Roles{
			Path:                "/addons/",
			PermissionsBoundary: "arn:aws:iam::123456789012:policy/addons",
			Tags:                map[string]string{"cost-center": "infrastructure"},
		},
	}
}

// managed are the addons that EKS keeps. They were in the cluster before EKS managed them, so
// that it takes them over; what was changed since by hand stays.
func managed() []addon.Addon {
	takeOver := eks.Managed{OnCreate: aws.Overwrite, OnUpdate: aws.Preserve}
	return []addon.Addon{
		eks.KubeProxy.New(eks.KubeProxyOptions{Managed: takeOver}),
		eks.CoreDNS.New(eks.CoreDNSOptions{
			Managed:       takeOver,
			Configuration: eks.CoreDNSConfiguration{Resources: requests("100m", "170Mi")},
		}),
		eks.VPCCNI.New(eks.VPCCNIOptions{
			Managed: eks.Managed{OnCreate: aws.Overwrite, OnUpdate: aws.Preserve, Preserve: true},
			// Blocks of addresses, so that a node's pods are limited by its memory.
			Configuration: eks.VPCCNIConfiguration{Env: eks.VPCCNIEnv{PrefixDelegation: true}},
		}),
		eks.EBSCSI.New(eks.EBSCSIOptions{Managed: takeOver}),
	}
}
