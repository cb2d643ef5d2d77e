#include "batch/throttle.hpp"

#include <algorithm>
#include <chrono>
#include <random>

#include "confiture/pg/interrupt.hpp"
#include "confiture/pg/notice.hpp"
#include "confiture/pg/session.hpp"
#include "confiture/pg/spi.hpp"
#include "confiture/pg/transaction.hpp"

namespace confiture::batch {
namespace {

constexpr std::int64_t between_looks = 200'000;

std::optional<std::int64_t> largest_lag() {
    const pg::Row row = pg::query("SELECT (extract(epoch FROM max(replay_lag)) * 1000000)::bigint FROM pg_stat_replication")[0];
    return row[0] ? std::optional<std::int64_t>(std::stoll(*row[0])) : std::nullopt;
}

std::string seconds(std::int64_t microseconds) {
    const std::string tenths = std::to_string(microseconds / 100'000 % 10);
    return std::to_string(microseconds / 1'000'000) + "." + tenths + " s";
}

} // namespace

void wait(std::int64_t microseconds) {
    using clock = std::chrono::steady_clock;
    const auto begin = clock::now();
    while (true) {
        const std::int64_t passed = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begin).count();
        if (passed >= microseconds) return;
        constexpr std::int64_t most = 60'000;
        pg::wait(static_cast<int>(std::min((microseconds - passed + 999) / 1000, most)));
    }
}

void wait_for_another_try(std::int64_t attempts) {
    std::minstd_rand random(static_cast<std::uint32_t>(pg::now()));
    const std::int64_t most = std::min<std::int64_t>(10'000 << std::min<std::int64_t>(attempts, 6), 500'000);
    wait(most / 2 + std::uniform_int_distribution<std::int64_t>(0, most / 2)(random));
}

void StandbyGate::say(std::int64_t lag) {
    const std::string text = title_ + " waits: a standby replays " + seconds(lag) + " behind, max_lag is " + seconds(*max_lag_);
    pg::report_activity("confiture: " + text);
    if (!said_) pg::notice(text);
    said_ = true;
}

// A transaction each time: the server shows the standbys of its first look to all of a transaction.
void StandbyGate::pass() {
    while (max_lag_) {
        const std::optional<std::int64_t> lag = largest_lag();
        pg::commit_and_go_on();
        if (!lag || *lag <= *max_lag_) return;
        say(*lag);
        wait(between_looks);
    }
}

} // namespace confiture::batch
