#pragma once

// What a server that has preloaded allocations.so counts in each of its processes.
struct Allocations {
    long counted; // so far
    long number;  // of the allocation that is to fail, from 1; 0 = none
    int signal;   // to be raised by it instead; 0 = it fails
    long behind;  // allocations after it
};

// Null address where the library is not preloaded.
extern "C" [[gnu::weak, gnu::visibility("default")]] Allocations confiture_allocations;
