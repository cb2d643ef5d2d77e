// Preloaded into a server: counts allocations, and lets one of them fail, or a signal arrive at it.
#include "allocations.hpp"

#include <cerrno>
#include <csignal>

constinit Allocations confiture_allocations{};

extern "C" void *__libc_malloc(std::size_t size) noexcept;

extern "C" void *malloc(std::size_t size) noexcept {
    Allocations &all = confiture_allocations;
    if (size < all.least) return __libc_malloc(size);
    all.counted++;
    if (all.number == 0 || all.counted < all.number) return __libc_malloc(size);
    if (all.counted > all.number) all.behind++;
    if (all.signal != 0) {
        if (all.counted == all.number) std::raise(all.signal);
    } else if (all.counted < all.number + all.fails) {
        errno = ENOMEM;
        return nullptr;
    }
    return __libc_malloc(size);
}
