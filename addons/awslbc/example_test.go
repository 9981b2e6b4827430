package awslbc_test

import (
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/awslbc"
	"github.com/fitout/fitout/cluster"
)

// All Ingresses of the default class share one internal ALB. A proxy's pods are put into a
// target group that Terraform made. cert-manager is expected in the cluster.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{
			ID: "123456789012", Region: "ap-northeast-1", VPC: "vpc-0123456789abcdef0",
			OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
		}},
		Existing: cluster.Existing{CRDs: []string{"*.cert-manager.io"}, Namespaces: []string{"proxy"}},
		Addons: []addon.Addon{
			addon.With(
				awslbc.New(awslbc.Options{
					IngressClass: awslbc.IngressClass{Class: awslbc.Class{
						Default: true,
						Params: &awslbc.IngressClassParamsSpec{
							Scheme: awslbc.Internal,
							Group:  &awslbc.IngressGroup{Name: "internal"},
						},
					}},
					DefaultTargetType: awslbc.TargetIP,
				}),
				awslbc.NewTargetGroupBinding(metav1.ObjectMeta{Name: "proxy", Namespace: "proxy"}, awslbc.TargetGroupBindingSpec{
					TargetGroupName: "proxy",
					ServiceRef:      awslbc.ServiceReference{Name: "proxy", Port: intstr.FromInt32(80)},
				}),
			),
		},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, it := range plan.Items {
		if kind := it.Object.GetObjectKind().GroupVersionKind().Kind; kind != "CustomResourceDefinition" {
			fmt.Println(it.Phase, kind, it.Object.GetName())
		}
	}
	// Output:
	// classes IngressClass alb
	// access ServiceAccount aws-load-balancer-controller
	// access Role aws-load-balancer-controller-leader-election-role
	// access ClusterRole aws-load-balancer-controller-role
	// access RoleBinding aws-load-balancer-controller-leader-election-rolebinding
	// access ClusterRoleBinding aws-load-balancer-controller-rolebinding
	// services Service aws-load-balancer-webhook-service
	// workloads PodDisruptionBudget aws-load-balancer-controller
	// resources Issuer aws-load-balancer-selfsigned-issuer
	// resources Certificate aws-load-balancer-root-cert
	// resources Issuer aws-load-balancer-root-issuer
	// resources Certificate aws-load-balancer-serving-cert
	// workloads Deployment aws-load-balancer-controller
	// hooks MutatingWebhookConfiguration aws-load-balancer-webhook
	// hooks ValidatingWebhookConfiguration aws-load-balancer-webhook
	// resources IngressClassParams alb
	// resources TargetGroupBinding proxy
}
