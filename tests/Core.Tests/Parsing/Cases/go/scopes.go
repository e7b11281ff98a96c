package shop

import (
	"errors"
	. "math"
	_ "net/http/pprof"
	old "shop/v1"

	"github.com/sample/go-queue/v2"
	"gopkg.in/yaml.v3"
)

func scopes(in chan *Order, values map[string]*Order) error {
	order, err := find(1)
	other, err := find(2)
	if order, err := find(3); err != nil {
		return errors.New(order.Name)
	} else if found := err; found == nil {
		order.Save()
	}
	order = order.Next().First
	for key, value := range values {
		value.Save(key)
	}
	for index := 0; index < 3; index++ {
		other.Lines[index].Price += Sqrt(2)
	}
	for range 3 {
	}
	select {
	case next, ok := <-in:
		next.Save(ok)
	case in <- other:
	default:
	}
	switch kind := any(order).(type) {
	case *Order, old.Order:
		kind.Save()
	case nil:
	}
	retry := func(times int) error { return retryNow(times) }
	func() { retry(1) }()
	defer queue.Close()
	made := make([]Line, 3)
	fresh := new(Line)
	line := made[0]
	_, last := line, *fresh
	yaml.Marshal(last)
	return retry(2)
}
