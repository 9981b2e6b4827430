package render

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/fitout/fitout/addon/aws"
)

// managedAddon writes an addon that EKS installs, with its role. Where something in the
// cluster makes the addon, the role is all there is.
func (w *tfWriter) managedAddon(a aws.ManagedAddon) error {
	if a.InCluster {
		if a.Role == nil {
			return nil
		}
		_, _, err := w.role(*a.Role)
		return err
	}
	name := label(a.Name)
	block := tfAddon{
		AddonName:                quote(a.Name),
		AddonVersion:             quote(a.Version),
		ClusterName:              w.clusterName(),
		Preserve:                 a.Preserve,
		ResolveConflictsOnCreate: quote(string(a.OnCreate)),
		ResolveConflictsOnUpdate: quote(string(a.OnUpdate)),
		Tags:                     w.tags(),
	}
	if a.Role != nil {
		arn, attachments, err := w.role(*a.Role)
		if err != nil {
			return err
		}
		block.DependsOn = attachments
		if w.target.PodIdentity() {
			block.PodIdentityAssociation = &tfAddonAssociation{arn, quote(a.Role.ServiceAccount.Name)}
		} else {
			block.ServiceAccountRoleARN = arn
		}
	}
	if len(a.Configuration) > 0 {
		values, err := configuration(a)
		if err != nil {
			return err
		}
		// The provider takes a string. A review should see what is in it.
		local := name + "_configuration"
		w.file.Locals[local] = quoteValue(values)
		block.ConfigurationValues = template("${jsonencode(local." + local + ")}")
	}
	return w.resource(tfAddonType, name, block)
}

// configuration reads the configuration of a managed addon.
func configuration(a aws.ManagedAddon) (any, error) {
	var values any
	dec := json.NewDecoder(bytes.NewReader(a.Configuration))
	dec.UseNumber() // a number stays as it was written
	if err := dec.Decode(&values); err != nil {
		return nil, fmt.Errorf("configuration of the managed addon %s: %w", a.Name, err)
	}
	return values, nil
}
