package velero

import (
	"maps"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"

	"github.com/fitout/fitout/addon"
)

func validate(o Options, path *field.Path) field.ErrorList {
	errs := slices.Concat(
		validateNames(o, path),
		validateDefaultLocations(o, path),
		validateSchedules(o, path.Child("schedules")),
		validateNodeAgent(o, path),
	)
	if *o.Pods.Replicas > 1 {
		errs = append(errs, field.Invalid(path.Child("pods", "replicas"), *o.Pods.Replicas, "must be 0 or 1: servers don't agree who does what"))
	}
	return errs
}

// validateNames refuses two locations, schedules or plugins of one name.
func validateNames(o Options, path *field.Path) field.ErrorList {
	return slices.Concat(
		distinct(o.BackupLocations, path.Child("backupLocations"), func(l BackupLocation) string { return l.Name }),
		distinct(o.SnapshotLocations, path.Child("snapshotLocations"), func(l SnapshotLocation) string { return l.Name }),
		distinct(o.Schedules, path.Child("schedules"), func(s NamedSchedule) string { return s.Name }),
		distinct(o.Plugins, path.Child("plugins"), func(p NamedPlugin) string { return p.Name }),
	)
}

func distinct[T any](list []T, path *field.Path, name func(T) string) field.ErrorList {
	var errs field.ErrorList
	seen := map[string]bool{}
	for i, x := range list {
		if n := name(x); n != "" && seen[n] {
			errs = append(errs, field.Duplicate(path.Index(i).Child("name"), n))
		}
		seen[name(x)] = true
	}
	return errs
}

// validateDefaultLocations refuses two default locations, and one of snapshots that isn't
// there.
func validateDefaultLocations(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	found := ""
	for i, l := range o.BackupLocations {
		switch {
		case l.Default && found != "":
			errs = append(errs, field.Forbidden(path.Child("backupLocations").Index(i).Child("default"), found+" is the default location"))
		case l.Default:
			found = l.Name
		}
	}
	for _, provider := range slices.Sorted(maps.Keys(o.DefaultSnapshotLocations)) {
		location := o.DefaultSnapshotLocations[provider]
		known := o.locationsOf(provider)
		if !slices.Contains(known, location) {
			errs = append(errs, field.NotSupported(path.Child("defaultSnapshotLocations").Key(provider), location, known))
		}
	}
	return errs
}

// locationsOf are the names of the snapshot locations of a provider.
func (o Options) locationsOf(provider string) []string {
	var names []string
	for _, l := range o.SnapshotLocations {
		if l.Provider == provider || l.EBS != nil && (provider == awsProvider || provider == group+"/"+awsProvider) {
			names = append(names, l.Name)
		}
	}
	return names
}

// validateSchedules refuses locations that a schedule's backups can't go to.
func validateSchedules(o Options, path *field.Path) field.ErrorList {
	var known []string
	for _, l := range o.BackupLocations {
		if !l.ReadOnly {
			known = append(known, l.Name)
		}
	}
	var errs field.ErrorList
	for i, s := range o.Schedules {
		p := path.Index(i).Child("template")
		if l := s.Template.StorageLocation; l != "" && len(o.BackupLocations) > 0 && !slices.Contains(known, l) {
			errs = append(errs, field.NotSupported(p.Child("storageLocation"), l, known))
		}
		if fs := s.Template.DefaultVolumesToFSBackup; fs != nil && *fs && !o.NodeAgent.Enabled {
			errs = append(errs, field.Forbidden(p.Child("defaultVolumesToFsBackup"), "needs nodeAgent.enabled"))
		}
		if move := s.Template.SnapshotMoveData; move != nil && *move && !o.NodeAgent.Enabled {
			errs = append(errs, field.Forbidden(p.Child("snapshotMoveData"), "needs nodeAgent.enabled"))
		}
	}
	return errs
}

// validateNodeAgent refuses what nobody does without node agents.
func validateNodeAgent(o Options, path *field.Path) field.ErrorList {
	var errs field.ErrorList
	if o.NodeAgent.Pods.Image != (addon.Image{}) {
		errs = append(errs, field.Forbidden(path.Child("nodeAgent", "pods", "image"), "is that of pods: server and node agents must be of one version"))
	}
	if !o.NodeAgent.Enabled {
		for _, f := range []addon.Choice{
			addon.Field("defaultVolumesToFSBackup", o.DefaultVolumesToFSBackup),
			addon.Field("defaultSnapshotMoveData", o.DefaultSnapshotMoveData),
			addon.Field("metrics.podMonitor", o.Metrics.PodMonitor != nil),
			addon.Field("nodeAgent.privileged", o.NodeAgent.Privileged),
			addon.Field("nodeAgent.concurrency", o.NodeAgent.Concurrency.All != 0 || o.NodeAgent.Concurrency.Nodes != nil || o.NodeAgent.Concurrency.Prepared != 0),
		} {
			if f.Set {
				parts := strings.Split(f.Name, ".")
				errs = append(errs, field.Forbidden(path.Child(parts[0], parts[1:]...), "needs nodeAgent.enabled"))
			}
		}
	}
	if o.NodeAgent.NoHostPath && o.DefaultVolumesToFSBackup {
		errs = append(errs, field.Forbidden(path.Child("defaultVolumesToFSBackup"), "needs the folders that nodeAgent.noHostPath leaves out"))
	}
	return errs
}
