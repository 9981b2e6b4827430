package argocd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
)

// What the programs ask: three pods' addresses, and a Redis and a Sentinel that answer from files.
const (
	getent = `#!/bin/sh
echo "10.0.0.1${2##*-} $2"
`
	hostname = `#!/bin/sh
cat pod
`
	redisCLI = `#!/bin/sh
case "$*" in
*get-master-addr-by-name*) [ -z "$REDISCLI_AUTH" ] && [ -s master ] && printf '%s\n6379\n' "$(cat master)" ;;
*"sentinel failover"*) cat failover; [ ! -f next ] || mv next master ;;
*ping) [ "$REDISCLI_AUTH" = 'pass"word' ] && [ "$2" = "$(cat alive)" ] && echo PONG ;;
esac
`
)

// redisFolder is a folder with the programs of the ConfigMaps and those that they run.
func redisFolder(t *testing.T, files map[string]string) string {
	t.Helper()
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("there is no shell")
	}
	dir := t.TempDir()
	objs := build(t, options{HighAvailability: true})
	for _, name := range []string{"argocd-redis-ha-configmap", "argocd-redis-ha-health-configmap"} {
		for file, text := range find[*corev1.ConfigMap](objs, name).Data {
			write(t, dir, file, text)
		}
	}
	for file, text := range map[string]string{"getent": getent, "hostname": hostname, "redis-cli": redisCLI} {
		write(t, dir, file, text)
	}
	for file, text := range files {
		write(t, dir, file, text)
	}
	return dir
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func sh(t *testing.T, dir, program string) error {
	t.Helper()
	c := exec.Command("sh", program)
	c.Dir = dir
	c.Env = []string{
		"PATH=" + dir + ":" + os.Getenv("PATH"), "SOURCE=" + dir, "CONF=" + dir + "/conf", "DATA=" + dir + "/conf", "READONLY=" + dir, "PAUSE=0",
		`AUTH=pass"word`, "SENTINEL_ID_0=id0", "SENTINEL_ID_1=id1", "SENTINEL_ID_2=id2",
	}
	out, err := c.CombinedOutput()
	t.Logf("%s", out)
	return err
}

// lines are those of a file that begin with one of some words.
func lines(t *testing.T, dir, file string, words ...string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		for _, w := range words {
			if strings.HasPrefix(line, w) {
				out = append(out, strings.TrimSpace(line))
			}
		}
	}
	return out
}

func TestRedisFindsItsMaster(t *testing.T) {
	for _, tc := range []struct {
		name   string
		files  map[string]string
		master string
	}{
		{"nobody knows any, and this is the first pod", map[string]string{"pod": "server-0"}, "10.0.0.10"},
		{"nobody knows any", map[string]string{"pod": "server-2"}, "10.0.0.10"},
		{"one that is no pod's", map[string]string{"pod": "server-1", "master": "127.0.0.1", "alive": "127.0.0.1"}, "10.0.0.10"},
		{"another pod is it", map[string]string{"pod": "server-0", "master": "10.0.0.11", "alive": "10.0.0.11"}, "10.0.0.11"},
		{"this pod is it", map[string]string{"pod": "server-1", "master": "10.0.0.11", "alive": "10.0.0.11"}, "10.0.0.11"},
		{"one that is gone is replaced", map[string]string{"pod": "server-1", "master": "10.0.0.10", "next": "10.0.0.12", "alive": "10.0.0.12", "failover": "OK"}, "10.0.0.12"},
		{"one that is gone can't be replaced", map[string]string{"pod": "server-1", "master": "10.0.0.12", "failover": "NOGOODSLAVE"}, "10.0.0.10"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := map[string]string{"alive": "", "master": ""}
			for k, v := range tc.files {
				files[k] = v
			}
			dir := redisFolder(t, files)
			if err := sh(t, dir, "init.sh"); err != nil {
				t.Fatal(err)
			}
			number := strings.TrimPrefix(tc.files["pod"], "server-")
			own := "10.0.0.1" + number
			redis := []string{`requirepass "pass\"word"`, `masterauth "pass\"word"`, "replica-announce-ip " + own}
			if tc.master != own {
				redis = append(redis, "replicaof "+tc.master+" 6379")
			}
			if diff := cmp.Diff(redis, lines(t, dir, "conf/redis.conf", "requirepass", "masterauth", "replica-announce-ip", "replicaof")); diff != "" {
				t.Error(diff)
			}
			sentinel := []string{
				"sentinel myid id" + number, "sentinel monitor argocd " + tc.master + " 6379 2",
				`sentinel auth-pass argocd "pass\"word"`, "sentinel announce-ip " + own,
			}
			if diff := cmp.Diff(sentinel, lines(t, dir, "conf/sentinel.conf", "sentinel myid", "sentinel monitor", "sentinel auth-pass", "sentinel announce-ip")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A pod that can't tell who the master is tries again later.
func TestRedisWaitsForAMaster(t *testing.T) {
	dir := redisFolder(t, map[string]string{"pod": "server-1", "master": "10.0.0.10", "next": "", "alive": "", "failover": "OK"})
	if err := sh(t, dir, "init.sh"); err == nil {
		t.Error("it went on without a master")
	}
}

// HAProxy asks the Sentinels for the addresses that the pods have here.
func TestProxyKnowsAddresses(t *testing.T) {
	dir := redisFolder(t, nil)
	if err := os.Mkdir(dir+"/conf", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := sh(t, dir, "haproxy_init.sh"); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"backend master",
		"backend elected0", `tcp-check expect string \r\n10.0.0.10\r\n`,
		"backend elected1", `tcp-check expect string \r\n10.0.0.11\r\n`,
		"backend elected2", `tcp-check expect string \r\n10.0.0.12\r\n`,
	}
	if diff := cmp.Diff(want, lines(t, dir, "conf/haproxy.cfg", "backend", `  tcp-check expect string \r\n10`)); diff != "" {
		t.Error(diff)
	}
}

func TestRedisIsReady(t *testing.T) {
	for _, tc := range []struct {
		role string
		want bool
	}{
		{`master\n0\n`, true},
		{`slave\n10.0.0.10\n6379\nconnected\n7\n`, true},
		{`slave\n10.0.0.10\n6379\nsync\n-1\n`, false},
		{``, false},
	} {
		dir := redisFolder(t, map[string]string{"redis-cli": "#!/bin/sh\ncase \"$*\" in\n*ping) echo PONG ;;\n*role) printf '" + tc.role + "' ;;\nesac\n"})
		if got := sh(t, dir, "redis_readiness.sh") == nil; got != tc.want {
			t.Errorf("ready with the role %q: %v", tc.role, got)
		}
	}
}
