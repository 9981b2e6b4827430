// Package nvidiadeviceplugin installs the NVIDIA device plugin, which offers the GPUs of a
// node to the pods that ask for them.
//
// # What it is for
//
// Machine learning. A container with the limit nvidia.com/gpu: 1 gets a GPU for itself, on a
// node that has one free. Where a GPU is too much for one container, a config shares it: by
// time slicing, in turns; by MPS, at the same time; or a node has its GPUs split by MIG, which
// migStrategy says how to offer. Nodes choose among several configs by the label
// nvidia.com/device-plugin.config, and defaultConfig is for those without it.
//
// The nodes' images bring the driver and the container toolkit, as EKS's accelerated ones do.
// NVIDIA's GPU Operator installs those too, and this plugin with them; it long didn't know
// EKS's images. Take one of the two.
//
// # Where it departs from upstream
//
// The objects are those of upstream's chart, except for these:
//
//   - Node feature discovery, which the chart brings along, is left out: it is of use to others
//     too. Its labels are what upstream's affinity goes by, and gfd.enabled needs it.
//   - With configs the chart gives the plugin the capability SYS_ADMIN and shows all programs
//     the parts of split GPUs, whatever the configs say. Here the plugin has the capability
//     only if one of them may have a MIG strategy, share by MPS, or list devices by volume
//     mounts, and parts are shown only with a MIG strategy.
//   - The container that chooses a config before the others start has no capabilities, as the
//     one beside them that does the same work.
//   - The plugin reads rename and devices of a shared resource, and a config's resources, and
//     passes over them with a word in its log. They are no options. Nor can a config say what
//     the environment of all nodes overrules.
//   - gfd.noTimestamp and gfd.sleepInterval do what they say. The chart has values of these
//     names, but looks for them elsewhere.
//   - GPU feature discovery has no volume of the driver's folder, which the chart mounts nowhere.
//
// # What to watch
//
// No pods and no complaint: on EKS nothing gives a node any of the labels that upstream's
// affinity goes by, so that the DaemonSet wants 0 pods, and those that ask for a GPU stay
// pending. Set gpuNodes, or label groups of nodes with nvidia.com/gpu.present=true. Karpenter
// and cluster-autoscaler count the plugin among what a new node must hold only if they know
// that label in advance.
//
// Two plugins on a node take the socket from each other. EKS Auto Mode and Bottlerocket's
// images for GPUs have one of their own: keep such nodes out of gpuNodes and of
// pods.affinity. eksctl installs one as well, in kube-system, and Helm may have under another
// name, such as nvdp: remove it first. What Helm installed as nvidia-device-plugin in the
// namespace nvidia is taken over.
//
// Nodes with GPUs are mostly tainted, so that nothing else takes their room. The pods here bear
// nvidia.com/gpu, and pods.tolerations takes its place; pods that ask for a GPU need their own.
//
// With a list by "envvar", as it is where nothing is said, a container that asks for no GPU but
// sets NVIDIA_VISIBLE_DEVICES has them all. "volume-mounts" closes that, once the nodes'
// container toolkit is set up for it. Where its runtime isn't the default one, pods with GPUs
// name a RuntimeClass, and so do those here: runtimeClass and pods.runtimeClassName.
//
// Time slicing keeps no container out of another's memory: one that takes it all fails the
// others. Autoscalers know how many GPUs a type of instance has, not how many shares a config
// makes of them, nor a resource that is renamed: a group that starts at none may not grow for
// it. A changed config restarts the plugin on its nodes; containers keep their GPUs. A node
// whose label names no config has its pods fail.
//
// MPS needs its daemon, which runs where nvidia.com/mps.capable=true. GPU feature discovery
// sets that label on nodes whose config shares by MPS; without it do so by hand. Until the
// daemon is up the plugin tries again every 30 s and offers nothing. Upstream calls MPS
// experimental. It can't share a GPU that is split by MIG.
//
// There are no metrics and no probes. A GPU that reports a critical error is offered no more
// until the plugin starts anew: watch that what nodes can allocate of nvidia.com/gpu is what
// they have, and how many pods of the DaemonSets are ready.
package nvidiadeviceplugin
