#pragma once

#include <cstddef>

// What a server that has preloaded allocations.so counts in each of its processes.
struct Allocations {
    long counted;      // calls of malloc so far, for C++ and for the server's memory contexts alike
    long number;       // of the first one that is to fail, from 1; 0 = none
    long fails;        // so many do, in a row
    int signal;        // to be raised by the first one instead; 0 = they fail
    std::size_t least; // bytes that a call must ask for to be counted
    long behind;       // counted after it
};

// Null address where the library is not preloaded.
extern "C" [[gnu::weak, gnu::visibility("default")]] Allocations confiture_allocations;
