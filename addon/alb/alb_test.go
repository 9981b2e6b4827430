package alb_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/alb"
)

func seconds(n int) metav1.Duration { return metav1.Duration{Duration: time.Duration(n) * time.Second} }

// The spelling is the controller's: a list by commas, pairs by =, and JSON with its own names.
func TestAnnotations(t *testing.T) {
	for name, tc := range map[string]struct {
		ingress alb.Ingress
		want    map[string]string
	}{
		"nothing": {alb.Ingress{}, map[string]string{}},
		"all": {
			alb.Ingress{
				Group:                  "tools",
				GroupOrder:             -10,
				Name:                   "prod-tools",
				Scheme:                 alb.InternetFacing,
				IPAddressType:          alb.Dualstack,
				Subnets:                []string{"subnet-1", "subnet-2"},
				SecurityGroups:         []string{"sg-1"},
				ManageBackendRules:     true,
				InboundCIDRs:           []string{"10.0.0.0/8"},
				PrefixLists:            []string{"pl-1"},
				Listen:                 []alb.Listener{{Protocol: alb.HTTPS, Port: 443}, {Protocol: alb.HTTP, Port: 80}},
				SSLRedirect:            443,
				CertificateARNs:        []string{"arn:a", "arn:b"},
				SSLPolicy:              "ELBSecurityPolicy-TLS13-1-2-2021-06",
				TargetType:             alb.IP,
				BackendProtocol:        alb.HTTPS,
				BackendProtocolVersion: alb.GRPC,
				HealthCheck: alb.HealthCheck{
					Port: 8080, Protocol: alb.HTTP, Path: "/ping", Interval: seconds(10), Timeout: seconds(4), Healthy: 3, Unhealthy: 4, SuccessCodes: "200,401",
				},
				Attributes:            map[string]string{"idle_timeout.timeout_seconds": "3600", "access_logs.s3.enabled": "false"},
				TargetGroupAttributes: map[string]string{"deregistration_delay.timeout_seconds": "30"},
				Tags:                  map[string]string{"team": "platform"},
				WebACL:                "arn:w",
				ShieldAdvanced:        new(false),
				Login: &alb.Login{
					OIDC: &alb.OIDC{
						Issuer:                "https://dex.example.com",
						AuthorizationEndpoint: "https://dex.example.com/auth",
						TokenEndpoint:         "https://dex.example.com/token",
						UserInfoEndpoint:      "https://dex.example.com/userinfo",
						Secret:                "alb-login",
						ExtraParams:           map[string]string{"prompt": "login"},
					},
					OnUnauthenticated: alb.Deny,
					Scope:             "openid email groups",
					SessionCookie:     "session",
					SessionTimeout:    seconds(3600),
				},
				Actions: map[string]alb.Action{
					"api":  {TargetGroupARN: "arn:t"},
					"www":  {Redirect: &alb.Redirect{Protocol: alb.HTTPS, Host: "www.example.com", Port: "443", Path: "/a", Query: "b=c", Permanent: true}},
					"gone": {FixedResponse: &alb.FixedResponse{StatusCode: 410, ContentType: "text/plain", Body: "gone"}},
				},
			},
			map[string]string{
				"alb.ingress.kubernetes.io/group.name":                          "tools",
				"alb.ingress.kubernetes.io/group.order":                         "-10",
				"alb.ingress.kubernetes.io/load-balancer-name":                  "prod-tools",
				"alb.ingress.kubernetes.io/scheme":                              "internet-facing",
				"alb.ingress.kubernetes.io/ip-address-type":                     "dualstack",
				"alb.ingress.kubernetes.io/subnets":                             "subnet-1,subnet-2",
				"alb.ingress.kubernetes.io/security-groups":                     "sg-1",
				"alb.ingress.kubernetes.io/manage-backend-security-group-rules": "true",
				"alb.ingress.kubernetes.io/inbound-cidrs":                       "10.0.0.0/8",
				"alb.ingress.kubernetes.io/security-group-prefix-lists":         "pl-1",
				"alb.ingress.kubernetes.io/listen-ports":                        `[{"HTTPS":443},{"HTTP":80}]`,
				"alb.ingress.kubernetes.io/ssl-redirect":                        "443",
				"alb.ingress.kubernetes.io/certificate-arn":                     "arn:a,arn:b",
				"alb.ingress.kubernetes.io/ssl-policy":                          "ELBSecurityPolicy-TLS13-1-2-2021-06",
				"alb.ingress.kubernetes.io/target-type":                         "ip",
				"alb.ingress.kubernetes.io/backend-protocol":                    "HTTPS",
				"alb.ingress.kubernetes.io/backend-protocol-version":            "GRPC",
				"alb.ingress.kubernetes.io/healthcheck-port":                    "8080",
				"alb.ingress.kubernetes.io/healthcheck-protocol":                "HTTP",
				"alb.ingress.kubernetes.io/healthcheck-path":                    "/ping",
				"alb.ingress.kubernetes.io/healthcheck-interval-seconds":        "10",
				"alb.ingress.kubernetes.io/healthcheck-timeout-seconds":         "4",
				"alb.ingress.kubernetes.io/healthy-threshold-count":             "3",
				"alb.ingress.kubernetes.io/unhealthy-threshold-count":           "4",
				"alb.ingress.kubernetes.io/success-codes":                       "200,401",
				"alb.ingress.kubernetes.io/load-balancer-attributes":            "access_logs.s3.enabled=false,idle_timeout.timeout_seconds=3600",
				"alb.ingress.kubernetes.io/target-group-attributes":             "deregistration_delay.timeout_seconds=30",
				"alb.ingress.kubernetes.io/tags":                                "team=platform",
				"alb.ingress.kubernetes.io/wafv2-acl-arn":                       "arn:w",
				"alb.ingress.kubernetes.io/shield-advanced-protection":          "false",
				"alb.ingress.kubernetes.io/auth-type":                           "oidc",
				"alb.ingress.kubernetes.io/auth-idp-oidc":                       `{"issuer":"https://dex.example.com","authorizationEndpoint":"https://dex.example.com/auth","tokenEndpoint":"https://dex.example.com/token","userInfoEndpoint":"https://dex.example.com/userinfo","secretName":"alb-login","authenticationRequestExtraParams":{"prompt":"login"}}`,
				"alb.ingress.kubernetes.io/auth-on-unauthenticated-request":     "deny",
				"alb.ingress.kubernetes.io/auth-scope":                          "openid email groups",
				"alb.ingress.kubernetes.io/auth-session-cookie":                 "session",
				"alb.ingress.kubernetes.io/auth-session-timeout":                "3600",
				"alb.ingress.kubernetes.io/actions.api":                         `{"type":"forward","targetGroupARN":"arn:t"}`,
				"alb.ingress.kubernetes.io/actions.www":                         `{"type":"redirect","redirectConfig":{"protocol":"HTTPS","host":"www.example.com","port":"443","path":"/a","query":"b=c","statusCode":"HTTP_301"}}`,
				"alb.ingress.kubernetes.io/actions.gone":                        `{"type":"fixed-response","fixedResponseConfig":{"contentType":"text/plain","statusCode":"410","messageBody":"gone"}}`,
			},
		},
		"cognito": {
			alb.Ingress{Login: &alb.Login{Cognito: &alb.Cognito{UserPoolARN: "arn:p", ClientID: "c", Domain: "d"}}},
			map[string]string{
				"alb.ingress.kubernetes.io/auth-type":        "cognito",
				"alb.ingress.kubernetes.io/auth-idp-cognito": `{"userPoolARN":"arn:p","userPoolClientID":"c","userPoolDomain":"d"}`,
			},
		},
	} {
		if diff := cmp.Diff(tc.want, tc.ingress.Annotations()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestBadIngress(t *testing.T) {
	errs := addon.Check(alb.Ingress{
		GroupOrder:             1,
		Scheme:                 "public",
		SecurityGroups:         []string{"sg-1"},
		InboundCIDRs:           []string{"10.0.0.1"},
		Listen:                 []alb.Listener{{Protocol: alb.HTTP, Port: 80}, {Protocol: alb.HTTP, Port: 80}},
		SSLRedirect:            443,
		CertificateARNs:        []string{"certificate"},
		BackendProtocolVersion: alb.GRPC,
		HealthCheck:            alb.HealthCheck{Interval: seconds(5), Timeout: seconds(5)},
		Tags:                   map[string]string{"a": "b,c"},
		Login:                  &alb.Login{SessionTimeout: seconds(700000)},
		Actions:                map[string]alb.Action{"none": {}, "loop": {Redirect: &alb.Redirect{Query: "a"}}},
	}, nil)
	var got []string
	for _, err := range errs {
		got = append(got, err.Error())
	}
	want := []string{
		`listen[1].port: Duplicate value: 80`,
		`sslRedirect: Invalid value: 443: must be the port of a listener for HTTPS`,
		`certificateARNs: Forbidden: need a listener for HTTPS`,
		`inboundCIDRs[0]: Invalid value: "10.0.0.1": must be a range of addresses, such as 10.0.0.0/8`,
		`securityGroups: Forbidden: inboundCIDRs and prefixLists are for the group that the controller makes: leave them out, or this`,
		`groupOrder: Forbidden: needs group`,
		`backendProtocolVersion: Invalid value: "GRPC": needs a listener for HTTPS`,
		`tags[a]: Invalid value: "b,c": must have no comma, and no = in its key: the annotation has no quotes`,
		`login: Forbidden: needs a listener for HTTPS`,
		`scheme: Unsupported value: "public": supported values: "internal", "internet-facing"`,
		`listen[1]: Duplicate value: {"protocol":"HTTP","port":80}`,
		`certificateARNs[0]: Invalid value: "certificate": must match ^arn:aws[a-z-]*:(acm|iam):[^ ,]+$`,
		`healthCheck.timeout: Invalid value: "5s": must be below interval, 5s`,
		`login.sessionTimeout: Invalid value: "194h26m40s": must be whole seconds from 1s to 168h0m0s`,
		`login: Required value: needs one of oidc, cognito`,
		`actions[loop].redirect: Required value: needs one of protocol, host, port, path: otherwise it goes round in circles`,
		`actions[none]: Required value: needs one of targetGroupARN, redirect, fixedResponse`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
