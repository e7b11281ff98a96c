package shop

func expressions(store *Store, args []int) {
	point := Point{X: 1, Y: second}
	points := []Point{{X: 1}, {Y: 2}}
	named := map[string]Point{key: {X: 3}, "b": point}
	index := [...]string{first: "a"}
	nested := &Outer{Inner: Inner{Z: 1}, List: []Inner{{Z: 2}}}
	store.Find(args...).Run().Field.Other()
	total := Sum[int](args)
	pair := MakePair[int, string](1, "a")
	number := Level(3)
	raw := []byte("x")
	asserted := store.Any().(*Point)
	asserted.Move(raw, -number, total)
	store.handlers[2](pair)
	pick := (*Store).Find
	pick(store)
	first, points[0].X = 1, 2
	store.count++
	go store.Run(named, index, nested)
outer:
	for {
		break outer
	}
}
