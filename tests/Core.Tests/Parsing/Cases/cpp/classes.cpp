#include "shape.hpp"
#include <memory>

namespace draw::detail {
inline namespace v1 { class Later; }
namespace { int hidden; }

/// A shape.
template <typename T, class... Rest, int Count = 3>
class Shape final : public Base<T>, private virtual other::Mixin {
public:
    Shape(int size) : Base<T>(size), size_(size), items_{2} { size_.check(); }
    explicit Shape() : Shape(1) {}
    Shape(const Shape &) = delete;
    virtual ~Shape() override;
    virtual int area(int scale = 1) const = 0;
    int width() const override { return size_; }
    static constexpr int Limit = 4;
    static Shape *create(const std::string &name);
    Shape &operator=(const Shape &other);
    operator bool() const { return true; }
    friend class Painter;
    friend void swap(Shape &left, Shape &right);
    template <typename U> U convert(U &&value) { return this->template convert<U>(value); }
    enum class Kind : int { Round, Flat = 2 };
    enum Plain { Small };
    struct Inner { int depth; };
    using Self = Shape;
    typedef int Number;
    auto trailing() -> Inner;

protected:
    std::vector<Inner> items_;
    std::unique_ptr<Inner> inner_;
    int size_, *pointer;
    int (*callback)(int);
};

template <> class Shape<int> {};

} // namespace draw::detail

template <typename T>
int draw::detail::Shape<T>::area(int scale) const { return scale + size_; }

draw::detail::Shape<int>::~Shape() { delete pointer; }

int draw::Shape::count = 0;

template <typename T>
concept Movable = requires(T value) { value.move(); };

bool operator==(const Shape &left, const Shape &right);

extern "C" {
void plain_c(int);
}

class DRAW_EXPORT Exported {
public:
    int field;
};
