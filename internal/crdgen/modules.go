//go:build modules

package main

// These imports keep upstream's modules in go.mod. Crdgen reads the packages as source
// and calls nothing in them, so the build tag, which is never set, spares each run from
// compiling them; go mod tidy looks past it.
import (
	_ "github.com/argoproj/argo-cd/v3/pkg/apis/application"
	_ "github.com/argoproj/argo-workflows/v4/util/sorting"

	_ "github.com/aws/karpenter-provider-aws/pkg/controllers/interruption/messages"

	_ "github.com/cert-manager/cert-manager/pkg/apis/acme/v1"
	_ "github.com/cert-manager/cert-manager/pkg/apis/certmanager/v1"

	_ "github.com/emissary-ingress/emissary/v3/pkg/api/getambassador.io/v3alpha1"

	_ "github.com/fitout/fitout/internal/crdgen/api/duplication/v1beta1"
	_ "github.com/fitout/fitout/internal/crdgen/api/fork/v1beta1"

	_ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	_ "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1alpha1"

	_ "github.com/vmware-tanzu/velero/pkg/apis/velero/v1"
	_ "github.com/vmware-tanzu/velero/pkg/apis/velero/v2alpha1"

	_ "istio.io/api/annotation"

	_ "k8s.io/autoscaler/vertical-pod-autoscaler/pkg/apis/autoscaling.k8s.io/v1"

	_ "sigs.k8s.io/aws-load-balancer-controller/apis/aga/v1beta1"
	_ "sigs.k8s.io/aws-load-balancer-controller/apis/elbv2/v1alpha1"
	_ "sigs.k8s.io/aws-load-balancer-controller/apis/elbv2/v1beta1"
	_ "sigs.k8s.io/aws-load-balancer-controller/apis/gateway/v1beta1"

	_ "sigs.k8s.io/external-dns/apis/v1alpha1"

	_ "sigs.k8s.io/hierarchical-namespaces/api/v1alpha2"
)
