package apiserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// Server is a running API server.
type Server struct {
	// Config reaches the server, with all rights and without a limit of requests.
	Config *rest.Config

	// Kubeconfig is a file by which kubectl reaches the server.
	Kubeconfig string

	dir   string
	cmd   *exec.Cmd
	stdin io.Closer
	log   *bytes.Buffer
	done  chan struct{} // closed when the process has ended
	store *clientv3.Client
	first map[string][]byte // what is in the store of a server that nobody has used
}

// Start starts a server that is, or emulates, a Kubernetes version such as "1.34". It
// returns when the server is ready.
func Start(ctx context.Context, version string) (*Server, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "apiserver-")
	if err != nil {
		return nil, err
	}
	s := &Server{
		Kubeconfig: filepath.Join(dir, kubeconfigFile),
		dir:        dir,
		cmd:        exec.Command(program),
		log:        new(bytes.Buffer),
		done:       make(chan struct{}),
	}
	s.cmd.Env = append(os.Environ(), envDir+"="+dir, envVersion+"="+version)
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	if s.stdin, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		s.cmd.Wait()
		close(s.done)
	}()
	if err := s.ready(ctx); err != nil {
		s.Stop()
		return nil, fmt.Errorf("kube-apiserver %s: %w\n%s", version, err, s.log)
	}
	return s, nil
}

// ready waits for the server and connects to it and to its store.
func (s *Server) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	if err := s.poll(ctx, func() error { _, err := os.Stat(s.Kubeconfig); return err }); err != nil {
		return err
	}
	var err error
	if s.Config, err = clientcmd.BuildConfigFromFlags("", s.Kubeconfig); err != nil {
		return err
	}
	s.Config.QPS = -1
	client, err := rest.HTTPClientFor(s.Config)
	if err != nil {
		return err
	}
	get := func(path string) error {
		resp, err := client.Get(s.Config.Host + path)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %s", path, resp.Status)
		}
		return nil
	}
	for _, path := range []string{"/readyz", "/api/v1/namespaces/default", "/api/v1/namespaces/default/services/kubernetes"} {
		if err := s.poll(ctx, func() error { return get(path) }); err != nil {
			return err
		}
	}
	endpoint, err := os.ReadFile(filepath.Join(s.dir, storeFile))
	if err != nil {
		return err
	}
	s.store, err = clientv3.New(clientv3.Config{Endpoints: []string{string(endpoint)}, MaxCallSendMsgSize: 64 << 20})
	if err != nil {
		return err
	}
	// It is not done with what it makes for itself until the store comes to rest.
	return s.poll(ctx, func() error {
		before := s.first
		if s.first, err = s.contents(ctx); err != nil {
			return err
		}
		if !maps.EqualFunc(before, s.first, bytes.Equal) {
			time.Sleep(400 * time.Millisecond) // long enough for whatever is under way
			return errors.New("the store doesn't come to rest")
		}
		return nil
	})
}

// poll tries until it works.
func (s *Server) poll(ctx context.Context, try func() error) error {
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-s.done:
			return errors.New("it ended")
		case <-ctx.Done():
			return err
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Reset empties the server: all that is in it is again as it was when it started, but for
// the CustomResourceDefinitions of these names. It is done in the store, at once and without
// a trace, as no deletion through the API is where no controllers finish it.
func (s *Server) Reset(ctx context.Context, definitions ...string) error {
	now, err := s.contents(ctx)
	if err != nil {
		return err
	}
	var ops []clientv3.Op
	for key := range now {
		name, isDefinition := strings.CutPrefix(key, "/registry/apiextensions.k8s.io/customresourcedefinitions/")
		if _, ok := s.first[key]; !ok && !(isDefinition && slices.Contains(definitions, name)) {
			ops = append(ops, clientv3.OpDelete(key))
		}
	}
	for key, value := range s.first {
		if !bytes.Equal(now[key], value) {
			ops = append(ops, clientv3.OpPut(key, string(value)))
		}
	}
	_, err = s.store.Txn(ctx).Then(ops...).Commit()
	return err
}

func (s *Server) contents(ctx context.Context) (map[string][]byte, error) {
	all, err := s.store.Get(ctx, "/registry/", clientv3.WithPrefix())
	if err != nil {
		return nil, err
	}
	contents := make(map[string][]byte, len(all.Kvs))
	for _, kv := range all.Kvs {
		contents[string(kv.Key)] = kv.Value
	}
	return contents, nil
}

// Stop ends the server and removes its files.
func (s *Server) Stop() {
	if s.store != nil {
		s.store.Close()
	}
	s.stdin.Close()
	select {
	case <-s.done:
	case <-time.After(10 * time.Second):
		s.cmd.Process.Kill()
		<-s.done
	}
	os.RemoveAll(s.dir)
}
