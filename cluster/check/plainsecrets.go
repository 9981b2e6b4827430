package check

import (
	"regexp"
	"strings"
	"sync"

	corev1 "k8s.io/api/core/v1"

	"github.com/fitout/fitout/cluster/infer"
)

// PlainSecrets warns of secrets that stand in what is rendered: a Secret with its values,
// or an environment variable called a password or a token that is given as it is. Whoever
// reads the repository reads them. Write the Secret beside the addons, and refer to it.
var PlainSecrets = Check{Name: "plain-secrets", Run: plainSecrets}

// secretName is what environment variables are called that hold a secret.
var secretName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(PASSWORD|PASSWD|SECRET_?(ACCESS_)?KEY|API_?KEY|APP_?KEY|PRIVATE_?KEY|(^|_)TOKEN|CLIENT_?SECRET)$`)
})

func plainSecrets(p *Pass) {
	for _, o := range p.Objects {
		s, ok := o.Object.(*corev1.Secret)
		if ok && len(s.Data)+len(s.StringData) > 0 && !keyless(s) {
			p.Warn(o, "data", "the values of the Secret stand in the manifests", "create it beside the addons and name it in existing.secrets")
		}
	}
	for _, pods := range p.Pods {
		pods.Containers(func(c *corev1.Container, field string) {
			for i, e := range c.Env {
				if e.Value != "" && !strings.Contains(e.Value, "$(") && secretName().MatchString(e.Name) {
					p.Warn(pods.Object, field+infer.Item(".env", i)+".value", "the value of "+e.Name+" stands in the manifests", "take it from a Secret")
				}
			}
		})
	}
}

// keyless tells whether a Secret is one in form only: Argo CD keeps what it knows of repositories
// and clusters in Secrets, whether or not there is a key among it.
func keyless(s *corev1.Secret) bool {
	if s.Labels["argocd.argoproj.io/secret-type"] == "" || len(s.Data) > 0 {
		return false
	}
	for key, value := range s.StringData {
		switch key {
		case "clusterResources", "depth", "enableLfs", "enableOCI", "insecure", "name", "namespaces", "noProxy", "project",
			"server", "type", "useAzureWorkloadIdentity":
		case "config", "proxy", "url":
			if keyInside().MatchString(value) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// keyInside is what the way to a repository or a cluster has in it when there is a key among it.
var keyInside = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`"(bearerToken|password|keyData|execProviderConfig)"|://[^/@]*:[^/@]*@`)
})
