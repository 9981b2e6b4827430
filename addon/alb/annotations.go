package alb

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const prefix = "alb.ingress.kubernetes.io/"

// Annotations are those of the Ingress: as few as there are fields set.
func (i Ingress) Annotations() map[string]string {
	a := annotations{}
	a.text("group.name", i.Group)
	a.number("group.order", i.GroupOrder)
	a.text("load-balancer-name", i.Name)
	a.text("scheme", string(i.Scheme))
	a.text("ip-address-type", string(i.IPAddressType))
	a.list("subnets", i.Subnets)
	a.list("security-groups", i.SecurityGroups)
	if i.ManageBackendRules {
		a.text("manage-backend-security-group-rules", "true")
	}
	a.list("inbound-cidrs", i.InboundCIDRs)
	a.list("security-group-prefix-lists", i.PrefixLists)
	a.listeners(i.Listen)
	a.number("ssl-redirect", i.SSLRedirect)
	a.list("certificate-arn", i.CertificateARNs)
	a.text("ssl-policy", i.SSLPolicy)
	a.text("target-type", string(i.TargetType))
	a.text("backend-protocol", string(i.BackendProtocol))
	a.text("backend-protocol-version", string(i.BackendProtocolVersion))
	a.healthCheck(i.HealthCheck)
	a.pairs("load-balancer-attributes", i.Attributes)
	a.pairs("target-group-attributes", i.TargetGroupAttributes)
	a.pairs("tags", i.Tags)
	a.text("wafv2-acl-arn", i.WebACL)
	if i.ShieldAdvanced != nil {
		a.text("shield-advanced-protection", strconv.FormatBool(*i.ShieldAdvanced))
	}
	if i.Login != nil {
		a.login(*i.Login)
	}
	for name, action := range i.Actions {
		a.json("actions."+name, action.data())
	}
	return a
}

type annotations map[string]string

func (a annotations) text(name, value string) {
	if value != "" {
		a[prefix+name] = value
	}
}

func (a annotations) number(name string, n int32) {
	if n != 0 {
		a.text(name, strconv.Itoa(int(n)))
	}
}

func (a annotations) seconds(name string, d metav1.Duration) {
	a.number(name, int32(d.Duration/time.Second))
}

func (a annotations) list(name string, values []string) {
	a.text(name, strings.Join(values, ","))
}

func (a annotations) pairs(name string, values map[string]string) {
	var pairs []string
	for _, k := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, k+"="+values[k])
	}
	a.list(name, pairs)
}

func (a annotations) json(name string, value any) {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err) // the value is a struct of our own
	}
	a.text(name, string(data))
}

// listeners is a list of objects with one field each, whose order is kept.
func (a annotations) listeners(listen []Listener) {
	var ports []map[Protocol]int32
	for _, l := range listen {
		ports = append(ports, map[Protocol]int32{l.Protocol: l.Port})
	}
	if ports != nil {
		a.json("listen-ports", ports)
	}
}

func (a annotations) healthCheck(h HealthCheck) {
	a.number("healthcheck-port", h.Port)
	a.text("healthcheck-protocol", string(h.Protocol))
	a.text("healthcheck-path", h.Path)
	a.seconds("healthcheck-interval-seconds", h.Interval)
	a.seconds("healthcheck-timeout-seconds", h.Timeout)
	a.number("healthy-threshold-count", h.Healthy)
	a.number("unhealthy-threshold-count", h.Unhealthy)
	a.text("success-codes", h.SuccessCodes)
}

func (a annotations) login(l Login) {
	if l.OIDC != nil {
		a.text("auth-type", "oidc")
		a.json("auth-idp-oidc", oidc{l.OIDC.Issuer, l.OIDC.AuthorizationEndpoint, l.OIDC.TokenEndpoint, l.OIDC.UserInfoEndpoint, l.OIDC.Secret, l.OIDC.ExtraParams})
	}
	if l.Cognito != nil {
		a.text("auth-type", "cognito")
		a.json("auth-idp-cognito", cognito{l.Cognito.UserPoolARN, l.Cognito.ClientID, l.Cognito.Domain})
	}
	a.text("auth-on-unauthenticated-request", string(l.OnUnauthenticated))
	a.text("auth-scope", l.Scope)
	a.text("auth-session-cookie", l.SessionCookie)
	a.seconds("auth-session-timeout", l.SessionTimeout)
}

// oidc is an OIDC provider as the controller reads it.
type oidc struct {
	Issuer                string            `json:"issuer"`
	AuthorizationEndpoint string            `json:"authorizationEndpoint"`
	TokenEndpoint         string            `json:"tokenEndpoint"`
	UserInfoEndpoint      string            `json:"userInfoEndpoint"`
	SecretName            string            `json:"secretName"`
	ExtraParams           map[string]string `json:"authenticationRequestExtraParams,omitempty"`
}

// cognito is a client of a user pool as the controller reads it.
type cognito struct {
	UserPoolARN      string `json:"userPoolARN"`
	UserPoolClientID string `json:"userPoolClientID"`
	UserPoolDomain   string `json:"userPoolDomain"`
}

// action is an action as the controller reads it.
type action struct {
	Type                string               `json:"type"`
	TargetGroupARN      string               `json:"targetGroupARN,omitempty"`
	RedirectConfig      *redirectConfig      `json:"redirectConfig,omitempty"`
	FixedResponseConfig *fixedResponseConfig `json:"fixedResponseConfig,omitempty"`
}

type redirectConfig struct {
	Protocol   Protocol `json:"protocol,omitempty"`
	Host       string   `json:"host,omitempty"`
	Port       string   `json:"port,omitempty"`
	Path       string   `json:"path,omitempty"`
	Query      string   `json:"query,omitempty"`
	StatusCode string   `json:"statusCode"`
}

type fixedResponseConfig struct {
	ContentType string `json:"contentType,omitempty"`
	StatusCode  string `json:"statusCode"`
	MessageBody string `json:"messageBody,omitempty"`
}

func (a Action) data() action {
	switch {
	case a.Redirect != nil:
		r := a.Redirect
		code := "HTTP_302"
		if r.Permanent {
			code = "HTTP_301"
		}
		return action{Type: "redirect", RedirectConfig: &redirectConfig{r.Protocol, r.Host, r.Port, r.Path, r.Query, code}}
	case a.FixedResponse != nil:
		f := a.FixedResponse
		return action{Type: "fixed-response", FixedResponseConfig: &fixedResponseConfig{f.ContentType, strconv.Itoa(int(f.StatusCode)), f.Body}}
	}
	return action{Type: "forward", TargetGroupARN: a.TargetGroupARN}
}
