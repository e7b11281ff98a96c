#pragma once

namespace plain {
class Thing {
    int value;

public:
    int get() const { return value; }
};
}
