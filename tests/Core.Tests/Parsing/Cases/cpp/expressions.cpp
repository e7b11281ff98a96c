using namespace std;
using draw::detail::Shape;
using Shapes = std::vector<Shape>;
namespace dd = draw::detail;

int run(std::string name, const Shapes &shapes)
{
    for (const auto &shape : shapes)
        shape.draw();
    for (auto &[key, value] : table)
        value.run(key);
    auto add = [&, count = 2](int left) { return left + count; };
    add(1);
    std::make_unique<Shape>(3)->draw();
    auto made = std::make_shared<Shape>(name);
    made->draw();
    Shape direct(2), braced{3};
    Shape vexing(name);
    auto *fresh = new Shape(1);
    fresh->size = draw::Shape::Limit;
    ::global();
    auto cast = static_cast<Shape *>(fresh);
    cast->inner->items[0].depth++;
    if (auto found = table.find(name); found != table.end())
        found->second.run();
    try {
        direct.convert<int>(braced);
    } catch (const Error &error) {
        error.what();
    }
    sort(shapes.begin(), shapes.end(), [](auto &a, auto &b) { return a < b; });
    dd::helper<int>(name, vexing);
    return draw::Kind::Round + int(1);
}
