package velero_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	appsv1 "k8s.io/api/apps/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/addontest"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/velero"
)

func TestTypesFitTheirDefinitions(t *testing.T) {
	objs := addontest.Objects[addon.Object](t, addontest.Target(), velero.New(full()))
	all := map[string]bool{"BackupStorageLocation": true, "Schedule": true, "VolumeSnapshotLocation": true}
	if diff := cmp.Diff(all, addontest.Fit(t, objs, "velero.io")); diff != "" {
		t.Errorf("kinds that are held to a definition: -want +got:\n%s", diff)
	}
	// Of the two fields that are left out one does nothing, and the other can't be but empty.
	addontest.Complete(t, objs, "Backup", "v1", reflect.TypeFor[velero.BackupSpec](), ".defaultVolumesToRestic", ".resourcePolicy.apiGroup")
	addontest.Complete(t, objs, "Schedule", "v1", reflect.TypeFor[velero.ScheduleSpec](), ".template.defaultVolumesToRestic", ".template.resourcePolicy.apiGroup")
	addontest.Complete(t, objs, "BackupStorageLocation", "v1", reflect.TypeFor[velero.BackupStorageLocationSpec]())
	addontest.Complete(t, objs, "VolumeSnapshotLocation", "v1", reflect.TypeFor[velero.VolumeSnapshotLocationSpec]())
}

// The plugin for AWS comes with the locations that need it.
func TestPlugins(t *testing.T) {
	other := velero.NamedPlugin{Name: "gcp", Plugin: velero.Plugin{Image: addon.Image{Repository: "velero/velero-plugin-for-gcp", Tag: "v1.14.0"}}}
	for _, tc := range []struct {
		options options
		want    []string
	}{
		{options{}, nil},
		{options{BackupLocations: []velero.BackupLocation{{Name: "a", Bucket: "b", Provider: "gcp"}}, Plugins: []velero.NamedPlugin{other}}, []string{"gcp"}},
		{options{BackupLocations: []velero.BackupLocation{{Name: "a", Bucket: "b", S3: &velero.S3{}}}, Plugins: []velero.NamedPlugin{other}}, []string{"velero-plugin-for-aws", "gcp"}},
		{options{SnapshotLocations: []velero.SnapshotLocation{{Name: "a", EBS: &velero.EBS{Region: "us-east-1"}}}}, []string{"velero-plugin-for-aws"}},
	} {
		var got []string
		for _, c := range addontest.Objects[*appsv1.Deployment](t, addontest.Target(), velero.New(tc.options))[0].Spec.Template.Spec.InitContainers {
			got = append(got, c.Name)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Error(diff)
		}
	}
}

// Who has credentials needs no role, and a service that isn't AWS's has no use for one.
func TestRole(t *testing.T) {
	location := velero.BackupLocation{Name: "a", Bucket: "b", S3: &velero.S3{}}
	elsewhere, credentials := location, location
	elsewhere.S3 = &velero.S3{URL: "https://minio.example.com"}
	credentials.Credential = &addon.SecretRef{Name: "a", Key: "cloud"}
	for _, tc := range []struct {
		name    string
		options options
		want    []string
	}{
		{"nothing", options{}, nil},
		{"a bucket", options{BackupLocations: []velero.BackupLocation{location}}, []string{"ListBackups", "ReadBackups", "WriteBackups"}},
		{"elsewhere", options{BackupLocations: []velero.BackupLocation{elsewhere}}, nil},
		{"credentials", options{BackupLocations: []velero.BackupLocation{credentials}}, nil},
		{"credentials for all", options{BackupLocations: []velero.BackupLocation{location}, CredentialsSecret: "a"}, nil},
		{"snapshots", options{SnapshotLocations: []velero.SnapshotLocation{{Name: "a", EBS: &velero.EBS{}}}}, []string{"TakeSnapshots", "SeeSnapshots"}},
	} {
		resources, err := velero.New(tc.options).AWS(addontest.AWS())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range resources {
			for _, s := range r.(*aws.Role).Policies[0].Statements {
				got = append(got, s.SID)
			}
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tc.name, diff)
		}
	}
}
