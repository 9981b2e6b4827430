package kubeapiserver_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/alb"
	"github.com/fitout/fitout/addons/kubeapiserver"
	"github.com/fitout/fitout/cluster"
)

const targets = "arn:aws:elasticloadbalancing:ap-northeast-1:123456789012:targetgroup/kube-apiserver/0123456789abcdef"

func TestAddon(t *testing.T) {
	addontest.Run(t, kubeapiserver.Definition,
		addontest.Case[kubeapiserver.Options]{
			Name:     "defaults",
			Existing: cluster.Existing{IngressClasses: []string{"nginx"}, Secrets: map[string][]string{"default/kube-apiserver-tls": {"tls.crt", "tls.key"}}},
			Options:  kubeapiserver.Options{Host: "kubernetes.example.com"},
		},
		addontest.Case[kubeapiserver.Options]{
			Name: "full",
			Existing: cluster.Existing{
				ClusterIssuers: []string{"letsencrypt"},
				IngressClasses: []string{"nginx-internal"},
				Secrets:        map[string][]string{"default/cluster-ca": {"ca.crt"}},
			},
			Options: kubeapiserver.Options{
				Host: "kubernetes.example.com",
				NGINX: kubeapiserver.NGINX{
					ClassName:    "nginx-internal",
					TLSSecret:    "kubernetes-tls",
					Issuer:       &addon.IssuerRef{Name: "letsencrypt", Kind: "ClusterIssuer"},
					Timeout:      metav1.Duration{Duration: 2 * time.Hour},
					BodySize:     "16m",
					CASecret:     "cluster-ca",
					AllowedCIDRs: []string{"10.0.0.0/8", "192.0.2.0/24"},
				},
				Annotations: map[string]string{"external-dns.alpha.kubernetes.io/ttl": "60"},
			},
		},
		addontest.Case[kubeapiserver.Options]{
			Name:     "alb",
			Target:   addontest.AWS(),
			Existing: cluster.Existing{IngressClasses: []string{"alb-internal"}},
			Options: kubeapiserver.Options{
				Host: "kubernetes.example.com",
				ALB: &kubeapiserver.ALB{
					ClassName:      "alb-internal",
					TargetGroupARN: targets,
					LoadBalancer: alb.Ingress{
						Scheme:    alb.Internal,
						Listen:    []alb.Listener{{Protocol: alb.HTTPS, Port: 443}},
						SSLPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
					},
				},
			},
		},
	)
}

func TestBadOptions(t *testing.T) {
	_, err := kubeapiserver.New(kubeapiserver.Options{
		NGINX: kubeapiserver.NGINX{
			Issuer:       &addon.IssuerRef{Name: "a", Kind: "Authority"},
			Timeout:      metav1.Duration{Duration: time.Millisecond},
			BodySize:     "large",
			AllowedCIDRs: []string{"10.0.0.1"},
		},
		ALB: &kubeapiserver.ALB{LoadBalancer: alb.Ingress{
			Login:   &alb.Login{Cognito: &alb.Cognito{UserPoolARN: "arn:aws:cognito-idp:a", ClientID: "b", Domain: "c"}},
			Actions: map[string]alb.Action{"kube-apiserver": {TargetGroupARN: targets}},
		}},
	}).Objects(addon.Target{})
	var got []string
	for _, err := range addon.Errors(err) {
		got = append(got, err.Error())
	}
	want := []string{
		`host: Required value: no default can know it`,
		`nginx.issuer.kind: Unsupported value: "Authority": supported values: "Issuer", "ClusterIssuer"`,
		`nginx.bodySize: Invalid value: "large": must match ^[0-9]+[kKmMgG]?$`,
		`alb.targetGroupARN: Required value: no default can know it`,
		`nginx.timeout: Invalid value: "1ms": must be whole seconds`,
		`nginx.allowedCIDRs[0]: Invalid value: "10.0.0.1": must be a CIDR, as in "10.0.0.0/8"`,
		`alb.loadBalancer.login: Forbidden: kubectl can't follow to a login page`,
		`alb.loadBalancer.actions[kube-apiserver]: Forbidden: is the addon's own`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
