// What keeps a batch from following at once on the one before.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace confiture::batch {

// Waits so many microseconds, without a snapshot.
void wait(std::int64_t microseconds);

// A pause before the batch is tried again, which grows with the attempts, and is different each time.
void wait_for_another_try(std::int64_t attempts);

// Waits while the replay of a standby is behind by more than the limit, saying so once.
class StandbyGate {
public:
    // The title names the call; a limit of none never waits.
    StandbyGate(std::string title, std::optional<std::int64_t> max_lag) : title_(std::move(title)), max_lag_(max_lag) {}

    void pass();

private:
    void say(std::int64_t lag);

    std::string title_;
    std::optional<std::int64_t> max_lag_;
    bool said_ = false;
};

} // namespace confiture::batch
