// Preloaded into a server: counts what C++ allocates, and lets one allocation fail, or a signal arrive at it.
#include "allocations.hpp"

#include <csignal>
#include <cstdlib>
#include <new>

constinit Allocations confiture_allocations{};

void *operator new(std::size_t size) {
    Allocations &all = confiture_allocations;
    all.counted++;
    if (all.number != 0 && all.counted > all.number) all.behind++;
    if (all.counted == all.number) {
        if (all.signal == 0) throw std::bad_alloc();
        std::raise(all.signal);
    }
    if (void *memory = std::malloc(size > 0 ? size : 1)) return memory;
    throw std::bad_alloc();
}

void *operator new[](std::size_t size) { return operator new(size); }
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void *memory) noexcept { std::free(memory); }
void operator delete[](void *memory, std::size_t) noexcept { std::free(memory); }
