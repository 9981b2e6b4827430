package infer

import (
	"cmp"
	"container/heap"
	"slices"
)

// Sort returns the objects in the order in which they are applied: each after those that
// it needs, and otherwise by phase, within a phase the addons that others need before
// those, then by addon, kind, namespace and name. The order of f.Objects doesn't matter.
//
// What an object needs is what it refers to. Besides, a custom resource needs what runs
// for its kind: the workloads, webhooks and APIServices of the addon that brings its
// definition. A webhook and an APIService need the pods behind their Service. And pods need
// a webhook that changes them as they are made, unless it needs them.
//
// The cycles are those of objects that need each other, each after the one that it needs
// first. They are sorted in as if one of the needs of each weren't there.
func (f *Facts) Sort() (sorted []*Object, cycles [][]*Object) {
	n := f.needs()
	place := f.placeAddons(n)
	order := slices.SortedFunc(slices.Values(f.Objects), func(a, b *Object) int {
		return cmp.Or(
			cmp.Compare(a.Phase, b.Phase),
			cmp.Compare(place[a.Addon], place[b.Addon]),
			cmp.Compare(a.Place, b.Place),
			cmp.Compare(a.Key.Kind, b.Key.Kind),
			cmp.Compare(a.Key.Namespace, b.Key.Namespace),
			cmp.Compare(a.Key.Name, b.Key.Name),
			cmp.Compare(a.Key.Group, b.Key.Group),
		)
	})
	rank := make([]int, len(n.of))
	for i, o := range order {
		rank[o.index] = i
	}
	indices, loops := topological(n.of, rank)
	for _, loop := range loops {
		cycles = append(cycles, f.objects(loop))
	}
	return f.objects(indices), cycles
}

// objects are those of some indices, without the entries that stand for addons.
func (f *Facts) objects(indices []int) []*Object {
	var out []*Object
	for _, i := range indices {
		if i < len(f.Objects) {
			out = append(out, f.Objects[i])
		}
	}
	return out
}

// needs are what the objects need, by index. Behind the objects there is an entry for each
// addon, which stands for all of it that runs.
type needs struct {
	of     [][]int
	addons map[string]int
}

func (f *Facts) needs() needs {
	n := needs{make([][]int, len(f.Objects)), map[string]int{}}
	for _, o := range f.Objects {
		i, ok := n.addons[o.Addon]
		if !ok {
			i = len(n.of)
			n.addons[o.Addon] = i
			n.of = append(n.of, nil)
		}
		if o.runs() {
			n.of[i] = append(n.of[i], o.index)
		}
	}
	for _, r := range f.Refs {
		if r.Loose {
			continue
		}
		from := r.From.index
		add := func(o *Object) {
			if o != nil && o != r.From {
				n.of[from] = append(n.of[from], o.index)
			}
		}
		to := f.byKey[r.To]
		add(to)
		add(f.written[r.To].Object)
		if r.Live {
			for _, p := range f.Behind(r.To.Namespace, r.To.Name) {
				add(p.Object)
			}
		}
		if to != nil && to.Key.Kind == "CustomResourceDefinition" {
			n.of[from] = append(n.of[from], n.addons[to.Addon])
		}
	}
	f.injectFirst(n)
	return n
}

// placeAddons tells the place of each addon, of which those come first that others need.
// Where addons need each other the one whose name is first comes first.
func (f *Facts) placeAddons(n needs) map[string]int {
	var names []string
	for name := range n.addons {
		names = append(names, name)
	}
	slices.Sort(names)
	place := make(map[string]int, len(names))
	rank := make([]int, len(names))
	for i, name := range names {
		place[name], rank[i] = i, i
	}
	of := make([][]int, len(names))
	for _, o := range f.Objects {
		a := place[o.Addon]
		for _, i := range n.of[o.index] {
			if i < len(f.Objects) && f.Objects[i].Addon != o.Addon {
				of[a] = append(of[a], place[f.Objects[i].Addon])
			}
		}
	}
	order, _ := topological(of, rank)
	for i, a := range order {
		place[names[a]] = i
	}
	return place
}

// topological orders nodes so that each comes after those that it needs, and otherwise by
// rank. Each cycle that is in the way is returned, and then broken at its first node.
func topological(needs [][]int, rank []int) (order []int, cycles [][]int) {
	waits := make([]int, len(needs)) // how many needs aren't in the order yet
	neededBy := make([][]int, len(needs))
	for i, list := range needs {
		waits[i] = len(list)
		for _, j := range list {
			neededBy[j] = append(neededBy[j], i)
		}
	}
	ready := &byRank{rank: rank}
	done := make([]bool, len(needs))
	for i := range needs {
		if waits[i] == 0 {
			ready.nodes = append(ready.nodes, i)
		}
	}
	heap.Init(ready)
	for len(order) < len(needs) {
		if ready.Len() == 0 {
			cycle := findCycle(needs, rank, done)
			cycles = append(cycles, cycle)
			waits[cycle[0]] = 0
			heap.Push(ready, cycle[0])
		}
		i := heap.Pop(ready).(int)
		if done[i] {
			continue // it waited no more, and then broke a cycle
		}
		done[i] = true
		order = append(order, i)
		for _, j := range neededBy[i] {
			if waits[j]--; waits[j] == 0 {
				heap.Push(ready, j)
			}
		}
	}
	return order, cycles
}

// findCycle returns a cycle of the nodes that are not done, all of which wait: the node of
// the lowest rank first, and after each node the one that needs it.
func findCycle(needs [][]int, rank []int, done []bool) []int {
	at := -1
	for i := range needs {
		if !done[i] && (at < 0 || rank[i] < rank[at]) {
			at = i
		}
	}
	seen := map[int]int{}
	var walk []int
	for {
		if start, again := seen[at]; again {
			walk = walk[start:]
			break
		}
		seen[at] = len(walk)
		walk = append(walk, at)
		at = needs[at][slices.IndexFunc(needs[at], func(j int) bool { return !done[j] })]
	}
	slices.Reverse(walk)
	first := slices.Index(walk, slices.MinFunc(walk, func(a, b int) int { return cmp.Compare(rank[a], rank[b]) }))
	return slices.Concat(walk[first:], walk[:first])
}

// byRank is a heap of nodes.
type byRank struct{ nodes, rank []int }

func (h *byRank) Len() int           { return len(h.nodes) }
func (h *byRank) Less(i, j int) bool { return h.rank[h.nodes[i]] < h.rank[h.nodes[j]] }
func (h *byRank) Swap(i, j int)      { h.nodes[i], h.nodes[j] = h.nodes[j], h.nodes[i] }
func (h *byRank) Push(x any)         { h.nodes = append(h.nodes, x.(int)) }
func (h *byRank) Pop() any {
	last := h.nodes[len(h.nodes)-1]
	h.nodes = h.nodes[:len(h.nodes)-1]
	return last
}
