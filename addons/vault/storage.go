package vault

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Storage is a volume of each pod's. Nothing of it can be changed once the StatefulSet is there.
type Storage struct {
	// Its size: 10 Gi bytes, where it is left out.
	Size resource.Quantity `json:"size,omitzero"`

	// Its StorageClass; the cluster's default, where it is left out.
	StorageClassName string `json:"storageClassName,omitempty" jsonschema:"maxLength=253"`

	// How many nodes mount it: "ReadWriteOnce", where it is left out.
	AccessMode corev1.PersistentVolumeAccessMode `json:"accessMode,omitempty" jsonschema:"enum=ReadWriteOnce,enum=ReadWriteOncePod,enum=ReadWriteMany"`

	// Annotations of the claims.
	Annotations map[string]string `json:"annotations,omitempty"`

	// Labels of the claims.
	Labels map[string]string `json:"labels,omitempty"`
}

// AuditStorage is a volume for the audit log. Vault writes there once it is told to:
// "vault audit enable file file_path=/vault/audit/audit.log".
type AuditStorage struct {
	// Gives each pod the volume. A StatefulSet that is there already must be deleted first.
	Enabled bool `json:"enabled,omitempty"`

	Storage `json:",inline"`
}

// Raft is integrated storage.
type Raft struct {
	// Doesn't have the pods join each other. Somebody calls "vault operator raft join" in each.
	ManualJoin bool `json:"manualJoin,omitempty"`

	// Servers elsewhere that the pods join too, as URLs of their APIs, such as those of the
	// cluster that is moved here.
	JoinAddresses []string `json:"joinAddresses,omitempty" jsonschema:"uniqueItems,pattern=^https?://[^ ]+$"`

	// Calls the servers by the names of their pods, and not by IDs of their own making. Don't
	// change it for servers that are there.
	PodNames bool `json:"podNames,omitempty"`

	// How patient servers are before they elect another leader, from 1, for fast networks, to
	// 10: 5, where it is left out.
	PerformanceMultiplier int32 `json:"performanceMultiplier,omitempty" jsonschema:"minimum=1,maximum=10"`

	// How many entries of the log are kept behind a snapshot: 10000, where it is left out.
	TrailingLogs int32 `json:"trailingLogs,omitempty" jsonschema:"minimum=1"`

	// How many entries there are between two snapshots at least: 8192, where it is left out.
	SnapshotThreshold int32 `json:"snapshotThreshold,omitempty" jsonschema:"minimum=1"`

	// How large an entry may be: 1 Mi bytes, where it is left out.
	MaxEntrySize resource.Quantity `json:"maxEntrySize,omitzero"`

	// How often it is looked at which servers are there: every 10 s, where it is left out.
	AutopilotReconcileInterval metav1.Duration `json:"autopilotReconcileInterval,omitzero"`
}

// claim is the template of a volume's claims.
func (s Storage) claim(name string) corev1.PersistentVolumeClaim {
	claim := corev1.PersistentVolumeClaim{
		// The API server has these two in the template, and engines compare it with that.
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "PersistentVolumeClaim"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: s.Annotations, Labels: s.Labels},
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{s.AccessMode},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: s.Size}},
		},
	}
	if s.StorageClassName != "" {
		claim.Spec.StorageClassName = &s.StorageClassName
	}
	return claim
}

// claims are those of the server's pods.
func (s Server) claims() []corev1.PersistentVolumeClaim {
	if s.Mode == Dev {
		return nil
	}
	claims := []corev1.PersistentVolumeClaim{s.DataStorage.claim("data")}
	if s.AuditStorage.Enabled {
		claims = append(claims, s.AuditStorage.Storage.claim("audit"))
	}
	return claims
}
