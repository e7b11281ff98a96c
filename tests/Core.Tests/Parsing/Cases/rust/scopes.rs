fn scopes(value: Option<Item>, shape: Shape, items: Vec<Item>) -> Result<(), Error> {
    let count = 1;
    let count = count + 1;
    let (first, mut second) = pair();
    let Point { x, y: ref renamed, .. } = point;
    if let Some(item) = value {
        item.run();
    }
    let Some(other) = value else { return Ok(()) };
    while let Ok(next) = read() && next.valid() {
        next.go();
    }
    match shape {
        Shape::Circle(radius) | Shape::Round { radius } if radius > LIMIT => radius,
        Shape::Rect { width, height: tall } => width * tall,
        None => 1,
        whole @ Shape::Unit => whole.size(),
        [head, .., tail] => head + tail,
        _ => 0,
    };
    for (index, item) in items.iter().enumerate() {
        item.run(index);
    }
    for item in items {
        item.run();
    }
    let add = |left: u32, right| left + right + count;
    add(1, 2);
    items.iter().map(|item| item.name.clone());
    second += first;
    other.parts.0.length = 3;
    let loaded = load(&renamed)?;
    loaded.close().await?;
    let text = x as Text;
    text.show();
    'outer: loop {
        break 'outer;
    }
    Ok(())
}
