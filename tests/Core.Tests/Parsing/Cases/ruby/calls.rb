def helper(a, (b, c), d = 1)
  total = a + missing
  total += b
  [1, 2].each_with_index do |item, index; temp|
    temp = item * index
    outer = total
    puts temp, outer
  end
  square = ->(x, y = 2) { x * y + total }
  square.call(3)
  first, (second, *others) = compute
  for n in 1..3 do print n end
  begin
    risky!
  rescue IOError => e
    log e.message
  ensure
    cleanup
  end
  if (found = lookup(first)) then found end
  total
end

case config
in {name: String => label, size:} then show label, size
in [Integer => head, *tail] then use(head, tail)
end

h = { a: 1, "b": 2, size: }
helper(*h, **opts, &blk)
helper 1, key: 2 do |z| z end
h.value = Kernel::Integer("3")
h[:x] ||= ::Global.fetch
puts "text #{h}", :sym, %w[a b]
yield_self.then { _1 }
