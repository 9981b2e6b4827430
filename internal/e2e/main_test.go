package e2e

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"k8s.io/apimachinery/pkg/util/version"
	binary "k8s.io/component-base/version"

	"github.com/fitout/fitout/addon"
	"github.com/fitout/fitout/internal/e2e/apiserver"
)

func TestMain(m *testing.M) {
	apiserver.Main()
	status := m.Run()
	for _, s := range servers {
		if s.world != nil {
			s.world.Stop()
		}
	}
	os.Exit(status)
}

// newest is the version of Kubernetes in go.mod. The server can be each of the versions:
// that one, and the three before it.
var (
	newest   = back(0)
	versions = []addon.Version{newest, back(1), back(2), back(3)}
)

func back(minors uint) addon.Version {
	v := version.MustParse(binary.DefaultKubeBinaryVersion).SubtractMinor(minors)
	return addon.Version(fmt.Sprintf("%d.%d", v.Major(), v.Minor()))
}

// servers are shared by all tests, one for each version, since a start takes seconds.
var servers = func() map[addon.Version]*server {
	all := map[addon.Version]*server{}
	for _, v := range versions {
		all[v] = &server{}
	}
	return all
}()

type server struct {
	sync.Mutex // held by the test that uses it
	world      *world
}

// use returns the server of a version, empty and for this test alone until it ends.
func use(t *testing.T, version addon.Version) *world {
	t.Helper()
	s := servers[version]
	s.Lock()
	t.Cleanup(s.Unlock)
	if s.world == nil {
		running, err := apiserver.Start(t.Context(), string(version))
		if err != nil {
			t.Fatal(err)
		}
		if s.world, err = newWorld(running, version); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.world.empty(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return s.world
}
