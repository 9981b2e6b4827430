package argocd

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

const noPassword = "must hold no password: make a Secret, and name it in credentials"

// validateRepositories refuses what Argo CD would pass over.
func validateRepositories(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names := map[string]bool{}
	for i, c := range o.Repositories {
		r := refusals{path: path.Child("repositories").Index(i)}
		if names[c.Name] {
			r.errs = append(r.errs, field.Duplicate(r.path.Child("name"), c.Name))
		}
		names[c.Name] = true
		r.refuse(c.EnableOCI && c.Type != Helm, "needs the type helm", "enableOCI")
		open := !hasPassword(c.URL)
		r.invalid(open && c.EnableOCI && strings.Contains(c.URL, "://"), c.URL, "must have no scheme, as it is a registry", "url")
		r.invalid(open && c.Type == OCI && !strings.HasPrefix(c.URL, "oci://"), c.URL, "must begin with oci://", "url")
		git := c.Type == "" || c.Type == Git
		r.refuse(c.EnableLFS && !git, "needs the type git", "enableLFS")
		r.refuse(c.Depth != 0 && !git, "needs the type git", "depth")
		r.refuse(c.NoProxy != "" && c.Proxy == "", "needs proxy", "noProxy")
		r.invalid(!open, "(a URL)", noPassword, "url")
		r.invalid(hasPassword(c.Proxy), "(a URL)", "must hold no password: make the repository's Secret beside the addon", "proxy")
		errs = append(errs, r.errs...)
	}
	secrets := map[string]bool{}
	for i, c := range o.Credentials {
		if secrets[c.Secret] {
			errs = append(errs, field.Duplicate(path.Child("credentials").Index(i).Child("secret"), c.Secret))
		}
		secrets[c.Secret] = true
	}
	return errs
}

func hasPassword(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.User == nil {
		return false
	}
	_, set := u.User.Password()
	return set
}

// validateClusters refuses clusters that need a key, or that can't be told apart.
func validateClusters(list []Cluster, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	names, servers := map[string]bool{}, map[string]bool{}
	for i, c := range list {
		r := refusals{path: path.Index(i)}
		if names[c.Name] {
			r.errs = append(r.errs, field.Duplicate(r.path.Child("name"), c.Name))
		}
		if servers[c.Server] {
			r.errs = append(r.errs, field.Duplicate(r.path.Child("server"), c.Server))
		}
		names[c.Name], servers[c.Server] = true, true
		own := c.Server == inCluster
		r.require(c.EKS == nil && !own, "only EKS takes a login without a key: make the Secret of another cluster beside the addon", "eks")
		r.refuse(c.EKS != nil && own, "Argo CD's own cluster takes its service accounts", "eks")
		r.require(c.CAData == "" && c.EKS != nil && !own, "the API server's certificate is EKS's own authority's", "caData")
		if c.CAData != "" {
			r.errs = append(r.errs, certificate(c.CAData, r.path.Child("caData"))...)
		}
		r.refuse(c.ClusterResources && len(c.Namespaces) == 0, "needs namespaces: without them everything is looked at", "clusterResources")
		if _, taken := c.Labels[secretType]; taken {
			r.errs = append(r.errs, field.Forbidden(r.path.Child("labels").Key(secretType), "is the addon's"))
		}
		errs = append(errs, r.errs...)
	}
	return errs
}

// validateTrust refuses certificates and keys that are none.
func validateTrust(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	for _, host := range slices.Sorted(maps.Keys(o.TLSCertificates)) {
		p := path.Child("tlsCertificates").Key(host)
		for _, why := range validation.IsDNS1123Subdomain(host) {
			errs = append(errs, field.Invalid(p, host, "must be the name of a server: "+why))
		}
		errs = append(errs, certificate(o.TLSCertificates[host], p)...)
	}
	for _, id := range slices.Sorted(maps.Keys(o.GPGKeys)) {
		p := path.Child("gpgKeys").Key(id)
		if len(id) != 16 || strings.Trim(id, "0123456789ABCDEF") != "" {
			errs = append(errs, field.Invalid(p, id, "must be an ID of 16 digits, 0 to 9 and A to F"))
		}
		if !strings.HasPrefix(o.GPGKeys[id], "-----BEGIN PGP PUBLIC KEY BLOCK-----") {
			errs = append(errs, field.Invalid(p, "(a key)", "must be an armoured public key"))
		}
	}
	return errs
}

// validateJudgement refuses how objects are tracked, judged and made where it can't hold.
func validateJudgement(o Options, path *field.Path) field.ErrorList {
	r := refusals{path: path}
	labelled := o.Tracking.Method == TrackLabel || o.Tracking.Method == TrackAnnotationAndLabel
	r.refuse(o.Tracking.InstanceLabel != "" && !labelled, "needs a method with a label", "tracking", "instanceLabel")
	r.refuse(o.Sync.ImpersonationOptional && !o.Sync.Impersonation, "needs impersonation", "sync", "impersonationOptional")
	r.refuse(o.UI.HelpText != "" && o.UI.HelpURL == "", "needs helpURL", "ui", "helpText")
	r.refuse(len(o.UI.ExecShells) > 0 && !o.UI.Exec, "needs exec", "ui", "execShells")
	kinds := map[string]bool{}
	for i, c := range o.Resources.Customizations {
		if kinds[c.groupKind()] {
			r.errs = append(r.errs, field.Duplicate(path.Child("resources", "customizations").Index(i).Child("kind"), c.groupKind()))
		}
		kinds[c.groupKind()] = true
	}
	versions := map[string]bool{}
	for i, k := range o.Tools.KustomizeVersions {
		if versions[k.Version] {
			r.errs = append(r.errs, field.Duplicate(path.Child("tools", "kustomizeVersions").Index(i).Child("version"), k.Version))
		}
		versions[k.Version] = true
	}
	return r.errs
}

// Validate refuses a customization that says nothing, or of a kind that there can't be.
func (c Customization) Validate(path *field.Path) field.ErrorList {
	r := refusals{path: path}
	r.refuse(c.Kind == "*" && c.Group != "", "\"*\" is all kinds, of all groups", "group")
	r.refuse(c.UseOpenLibs && c.Health == "", "needs health", "useOpenLibs")
	if c.Health == "" && c.IgnoreDifferences == nil && c.IgnoreResourceUpdates == nil && len(c.KnownTypeFields) == 0 && c.Actions == nil {
		r.errs = append(r.errs, field.Required(path, "needs one of health, ignoreDifferences, ignoreResourceUpdates, knownTypeFields, actions"))
	}
	return r.errs
}

// validateKeys refuses further keys that an option sets, and parameters that nobody reads.
func validateKeys(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	taken := func(p *field.Path, more map[string]string, set values) {
		for _, k := range values(more).keys() {
			if _, is := set[k]; is {
				errs = append(errs, field.Forbidden(p.Key(k), "is what an option says"))
			}
		}
	}
	taken(path.Child("settings"), o.Settings, o.settings())
	taken(path.Child("parameters"), o.Parameters, o.parameters())
	n := o.Notifications
	n.Settings = nil
	taken(path.Child("notifications", "settings"), o.Notifications.Settings, n.settings(o.URL))
	known := parameterKeys()
	for _, k := range values(o.Parameters).keys() {
		if !known[k] {
			errs = append(errs, field.Invalid(path.Child("parameters").Key(k), k, fmt.Sprintf("must be a key that a component of Argo CD %s reads", version)))
		}
	}
	return errs
}

// parameterKeys are those of argocd-cmd-params-cm that a component reads.
func parameterKeys() map[string]bool {
	known := map[string]bool{}
	for _, variables := range [][]variable{controllerEnv(), serverEnv(), repoServerEnv(), applicationSetEnv(), notificationsEnv(), dexEnv()} {
		for _, v := range variables {
			known[v.key] = true
		}
	}
	for _, component := range []string{"controller", "server", "reposerver", "applicationsetcontroller"} {
		known[component+".profile.enabled"] = true
	}
	return known
}
