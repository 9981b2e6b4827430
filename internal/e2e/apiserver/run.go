package apiserver

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/embed"
	utilerrors "k8s.io/apimachinery/pkg/util/errors"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
	"k8s.io/kubernetes/cmd/kube-apiserver/app/options"
)

// The environment that makes [Main] a server: its folder, and the version that it emulates.
const (
	envDir     = "FITOUT_APISERVER_DIR"
	envVersion = "FITOUT_APISERVER_VERSION"
)

// The files in a server's folder that tell where it is.
const (
	kubeconfigFile = "kubeconfig"
	storeFile      = "store"
)

// Main runs a server if that is what the process was started for, until standard input
// ends, and never returns then. Otherwise it returns at once.
func Main() {
	dir := os.Getenv(envDir)
	if dir == "" {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		io.Copy(io.Discard, os.Stdin) // ends with the process that started this one, however that ends
		cancel()
	}()
	err := run(ctx, dir, os.Getenv(envVersion))
	os.RemoveAll(dir)
	if err != nil && ctx.Err() == nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func run(ctx context.Context, dir, version string) error {
	etcd, err := startStore(dir)
	if err != nil {
		return fmt.Errorf("etcd: %w", err)
	}
	defer etcd.Close()
	store := "http://" + etcd.Clients[0].Addr().String()

	opts, err := complete(ctx, dir, store, version)
	if err != nil {
		return fmt.Errorf("kube-apiserver: %w", err)
	}
	config, err := app.NewConfig(opts)
	if err != nil {
		return err
	}
	completed, err := config.Complete()
	if err != nil {
		return err
	}
	server, err := app.CreateServerChain(completed)
	if err != nil {
		return err
	}
	prepared, err := server.PrepareRun()
	if err != nil {
		return err
	}
	if err := announce(dir, store, server.GenericAPIServer.LoopbackClientConfig); err != nil {
		return err
	}
	return prepared.Run(ctx)
}

// startStore starts an etcd that forgets: nothing is flushed to the disk.
func startStore(dir string) (*embed.Etcd, error) {
	anyPort := []url.URL{{Scheme: "http", Host: "127.0.0.1:0"}}
	cfg := embed.NewConfig()
	cfg.Dir = filepath.Join(dir, "etcd")
	cfg.ListenClientUrls, cfg.AdvertiseClientUrls = anyPort, anyPort
	cfg.ListenPeerUrls, cfg.AdvertisePeerUrls = anyPort, anyPort
	cfg.InitialCluster = cfg.Name + "=http://127.0.0.1:0"
	cfg.MaxTxnOps = 1 << 20 // Reset puts everything back at once
	cfg.MaxRequestBytes = 64 << 20
	cfg.UnsafeNoFsync = true
	cfg.LogLevel = "error"
	etcd, err := embed.StartEtcd(cfg)
	if err != nil {
		return nil, err
	}
	<-etcd.Server.ReadyNotify()
	return etcd, nil
}

// complete makes the options of a server that is reached by loopback.
func complete(ctx context.Context, dir, store, version string) (options.CompletedOptions, error) {
	key := filepath.Join(dir, "service-account.key")
	if err := writeKey(key); err != nil {
		return options.CompletedOptions{}, err
	}
	args := []string{
		"--etcd-servers=" + store,
		"--cert-dir=" + dir,
		"--service-account-issuer=https://e2e.example.com",
		"--service-account-key-file=" + key,
		"--service-account-signing-key-file=" + key,
		"--service-cluster-ip-range=172.20.0.0/16,fd00:172:20::/112", // as on EKS, and the other family beside it
		"--advertise-address=192.0.2.1",                              // loopback is refused, and nobody calls it
		"--endpoint-reconciler-type=none",
		"--allow-privileged=true",
		// Policies of a case are in force, and no longer, some time after they come and go.
		"--disable-admission-plugins=MutatingAdmissionWebhook,ValidatingAdmissionWebhook,ValidatingAdmissionPolicy",
		"--emulated-version=" + version,
	}

	s := options.NewServerRunOptions()
	fs := pflag.NewFlagSet("kube-apiserver", pflag.ContinueOnError)
	for _, set := range s.Flags().FlagSets {
		fs.AddFlagSet(set)
	}
	if err := fs.Parse(args); err != nil {
		return options.CompletedOptions{}, err
	}
	if err := s.GenericServerRunOptions.ComponentGlobalsRegistry.Set(); err != nil {
		return options.CompletedOptions{}, err
	}
	rest.SetDefaultWarningHandler(rest.NoWarnings{}) // those of its own requests
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return options.CompletedOptions{}, err
	}
	s.SecureServing.Listener = listener
	s.SecureServing.BindPort = listener.Addr().(*net.TCPAddr).Port
	completed, err := s.Complete(ctx)
	if err != nil {
		return options.CompletedOptions{}, err
	}
	return completed, utilerrors.NewAggregate(completed.Validate())
}

// announce writes the files that tell where the server is, the kubeconfig last.
func announce(dir, store string, config *rest.Config) error {
	if err := os.WriteFile(filepath.Join(dir, storeFile), []byte(store), 0o600); err != nil {
		return err
	}
	const name = "e2e"
	kubeconfig := filepath.Join(dir, kubeconfigFile)
	err := clientcmd.WriteToFile(clientcmdapi.Config{
		Clusters: map[string]*clientcmdapi.Cluster{name: {
			Server:                   config.Host,
			TLSServerName:            config.ServerName,
			CertificateAuthorityData: config.CAData,
		}},
		AuthInfos:      map[string]*clientcmdapi.AuthInfo{name: {Token: config.BearerToken}},
		Contexts:       map[string]*clientcmdapi.Context{name: {Cluster: name, AuthInfo: name}},
		CurrentContext: name,
	}, kubeconfig+".new")
	if err != nil {
		return err
	}
	return os.Rename(kubeconfig+".new", kubeconfig)
}

// writeKey makes the key with which the server signs the tokens of service accounts.
func writeKey(file string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}), 0o600)
}
