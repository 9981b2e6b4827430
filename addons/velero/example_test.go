package velero_test

import (
	"fmt"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/addon/aws"
	"github.com/fitout/fitout/addons/velero"
	"github.com/fitout/fitout/cluster"
)

// All resources are backed up every 30 minutes, without volumes.
func Example() {
	plan, err := cluster.Cluster{
		Target: addon.Target{Name: "prod", Kubernetes: "1.34", AWS: &aws.Account{
			ID: "123456789012", Region: "ap-northeast-1", OIDCIssuer: "oidc.eks.ap-northeast-1.amazonaws.com/id/0123",
		}},
		Addons: []addon.Addon{velero.New(velero.Options{
			BackupLocations: []velero.BackupLocation{{Name: "default", Bucket: "example-prod-velero", S3: &velero.S3{}}},
			Schedules: []velero.NamedSchedule{{Name: "resources", ScheduleSpec: velero.ScheduleSpec{
				Schedule: "*/30 * * * *",
				Template: velero.BackupSpec{
					SnapshotVolumes: new(false),
					TTL:             metav1.Duration{Duration: 7 * 24 * time.Hour},
				},
			}}},
		})},
	}.Plan()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range plan.AWS() {
		if role, ok := r.Resource.(*aws.Role); ok {
			for _, s := range role.Policies[0].Statements {
				fmt.Println(s.SID, s.Resources)
			}
		}
	}
	for _, it := range plan.Items {
		if s, ok := it.Object.(*velero.Schedule); ok {
			fmt.Println(addon.Describe(s), s.Spec.Schedule, s.Spec.Template.TTL.Duration)
		}
	}
	// Output:
	// ListBackups [arn:aws:s3:::example-prod-velero]
	// ReadBackups [arn:aws:s3:::example-prod-velero/*]
	// WriteBackups [arn:aws:s3:::example-prod-velero/*]
	// Schedule velero/resources */30 * * * * 168h0m0s
}
