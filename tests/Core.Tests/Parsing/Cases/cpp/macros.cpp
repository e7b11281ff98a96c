#define DRAW_EXPORT __attribute__((visibility("default")))

class DRAW_EXPORT Forward;

class DRAW_EXPORT Widget final : public QObject, protected Base {
    Q_OBJECT
    Q_PROPERTY(int size READ size NOTIFY sizeChanged)
public:
    Widget();
    int size() const { return size_; }
private:
    int size_ = 0;
};

enum Level { LOW_LEVEL, HIGH_LEVEL };

DRAW_NOINLINE
static int grow(Widget *widget)
{
    struct RECT_AREA area;
    return widget->size() + area.size;
}
