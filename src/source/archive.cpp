#include "confiture/source/readers.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <unordered_set>
#include <utility>

#include "confiture/model/conditions.hpp"
#include "confiture/model/path.hpp"
#include "confiture/pg/interrupt.hpp"
#include "confiture/text/utf8.hpp"
#include "source/prepare.hpp"

namespace confiture::source {
namespace {

constexpr std::size_t chunk = 64 * 1024;
constexpr std::int64_t block = 512; // tar's unit

[[noreturn]] void refuse_archive(const std::string &message, const std::string &detail = {}, const std::string &hint = {}) {
    throw Problem(condition::invalid_archive, message, detail, hint);
}

// Gives the archive to libarchive in small chunks, so that whatever it does with one (a gigabyte of zeros may come out of a megabyte)
// can be cancelled, and ends at the limit.
class Tar {
public:
    Tar(std::string_view bytes, std::int64_t most_bytes)
        : reader_(archive_read_new(), archive_read_free), rest_(bytes), most_bytes_(most_bytes) {
        if (reader_ == nullptr) throw std::bad_alloc();
        if (archive_read_support_format_tar(reader_.get()) == ARCHIVE_FATAL) throw std::bad_alloc();
        if (archive_read_support_filter_gzip(reader_.get()) == ARCHIVE_FATAL) throw std::bad_alloc();
        // Reads on to the end of the bytes: what is cut off behind the end mark shows, and so does what does not belong there.
        archive_read_set_format_option(reader_.get(), "tar", "read_concatenated_archives", "1");
        if (archive_read_open(reader_.get(), this, nullptr, next_chunk, nullptr) != ARCHIVE_OK) fail();
    }

    // Goes to the next entry; null behind the last one.
    archive_entry *next() {
        archive_entry *entry = nullptr;
        const int result = archive_read_next_header(reader_.get(), &entry);
        check_limit();
        if (result == ARCHIVE_EOF) {
            require_end_mark();
            return nullptr;
        }
        if (result != ARCHIVE_OK && !(result == ARCHIVE_WARN && is_about_name())) fail();
        return entry;
    }

    // Bytes of the entry.
    std::string read(std::int64_t size) {
        if (size > most_bytes_) refuse_size();
        std::string bytes;
        bytes.reserve(static_cast<std::size_t>(std::max<std::int64_t>(size, 0)));
        while (true) {
            const void *data = nullptr;
            std::size_t length = 0;
            la_int64_t offset = 0;
            const int result = archive_read_data_block(reader_.get(), &data, &length, &offset);
            if (result == ARCHIVE_EOF) break;
            if (result != ARCHIVE_OK) fail();
            if (offset != static_cast<la_int64_t>(bytes.size())) refuse_holes();
            bytes.append(static_cast<const char *>(data), length);
            check_limit();
        }
        if (size != static_cast<std::int64_t>(bytes.size())) refuse_holes();
        return bytes;
    }

    // The entry's name as it stands in the archive, in UTF-8 where the archive says so.
    std::string name_of(archive_entry *entry) const {
        const char *name = nullptr;
        if (archive_format(reader_.get()) == ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE) name = archive_entry_pathname_utf8(entry);
        if (name == nullptr) name = archive_entry_pathname(entry);
        return name == nullptr ? std::string() : std::string(name);
    }

private:
    // A name that the process's locale can't say; its bytes are there all the same. The number was EILSEQ up to libarchive 3.8.9.
    bool is_about_name() const {
        const char *why = archive_error_string(reader_.get());
        return archive_errno(reader_.get()) == EILSEQ || (why != nullptr && std::strstr(why, "can't be converted") != nullptr);
    }

    static la_ssize_t next_chunk(struct archive *, void *self, const void **data) {
        return static_cast<Tar *>(self)->give(data);
    }

    // No exception may pass through libarchive: it is kept, and fail() throws it.
    la_ssize_t give(const void **data) noexcept {
        try {
            pg::poll();
            check_limit();
        } catch (...) {
            stopped_by_ = std::current_exception();
            return ARCHIVE_FATAL;
        }
        const std::string_view now = rest_.substr(0, chunk);
        rest_.remove_prefix(now.size());
        *data = now.data();
        return static_cast<la_ssize_t>(now.size());
    }

    std::int64_t unpacked() const { return archive_filter_bytes(reader_.get(), 0); }

    void check_limit() const {
        if (unpacked() > most_bytes_) refuse_size();
    }

    [[noreturn]] void refuse_size() const {
        throw Problem(condition::archive_too_large,
                      "archive unpacks to more than " + std::to_string(most_bytes_ / 1024) + " kB", {},
                      "A superuser can raise confiture.archive_size.");
    }

    [[noreturn]] static void refuse_holes() {
        refuse_archive("archive holds a sparse file", {}, "Leave --sparse out: no text has holes.");
    }

    [[noreturn]] void fail() const {
        if (stopped_by_) std::rethrow_exception(stopped_by_);
        if (archive_errno(reader_.get()) == ENOMEM) throw std::bad_alloc();
        const char *why = archive_error_string(reader_.get());
        refuse_archive("can't read the archive", "libarchive says: " + std::string(why == nullptr ? "unknown" : why),
                       "Send a whole tar archive, plain or compressed by gzip.");
    }

    // libarchive takes an archive that ends anywhere between two entries; what was cut off there must not count as removed.
    void require_end_mark() const {
        if (unpacked() - archive_read_header_position(reader_.get()) < block)
            refuse_archive("can't read the archive", "It has no end mark: it is not whole.",
                           "Send a whole tar archive, plain or compressed by gzip.");
    }

    std::unique_ptr<struct archive, int (*)(struct archive *)> reader_;
    std::string_view rest_;
    std::int64_t most_bytes_;
    std::exception_ptr stopped_by_;
};

std::string kind_of(archive_entry *entry) {
    if (archive_entry_hardlink(entry) != nullptr) return "a link";
    switch (archive_entry_filetype(entry)) {
    case AE_IFREG: return {};
    case AE_IFDIR: return {};
    case AE_IFLNK: return "a link";
    case AE_IFCHR:
    case AE_IFBLK: return "a device";
    case AE_IFIFO: return "a FIFO";
    default: return "of an unknown kind";
    }
}

// The files of the project among the entries.
class Unpacking {
public:
    Unpacking(std::string_view archive, std::int64_t most_bytes, std::int64_t most_files)
        : tar_(archive, most_bytes), most_files_(most_files) {}

    std::vector<Incoming> run() {
        while (archive_entry *entry = tar_.next()) {
            pg::poll();
            if (++entries_ > most_files_)
                throw Problem(condition::archive_too_large,
                              "archive holds more than " + std::to_string(most_files_) + " entries", {},
                              "A superuser can raise confiture.archive_files.");
            take(entry);
        }
        if (!is_project_) refuse_project();
        refuse_twice();
        return std::move(files_);
    }

private:
    void take(archive_entry *entry) {
        const std::string name = tar_.name_of(entry);
        // What `tar -C db .` calls the folder itself.
        if (name == "." || name == "./") return;
        std::string path = clean(name);
        const std::string kind = kind_of(entry);
        if (!kind.empty()) refuse_archive("archive holds " + quoted(path) + ", which is " + kind, {}, "Leave it out.");
        look_for_areas(path);
        if (archive_entry_filetype(entry) == AE_IFDIR) return;
        warn_if_ignored(path);
        if (model::area_of(path) == model::Area::other) return;
        files_.push_back({std::move(path), tar_.read(archive_entry_size(entry))});
    }

    void refuse_twice() const {
        std::unordered_set<std::string_view> seen;
        seen.reserve(files_.size());
        for (const Incoming &file : files_)
            if (!seen.insert(file.path).second) refuse_archive("archive holds " + quoted(file.path) + " twice");
    }

    void look_for_areas(const std::string &path) {
        if (is_project_) return;
        const std::string first = path.substr(0, path.find('/'));
        if (first == "schema" || first == "migrations") is_project_ = true;
        else if (inner_.empty() && (path.starts_with(first + "/schema/") || path.starts_with(first + "/migrations/")))
            inner_ = first;
    }

    [[noreturn]] void refuse_project() const {
        refuse_archive("archive holds neither schema/ nor migrations/", {},
                       inner_.empty() ? "Make it in the folder that holds them, as with: tar -C db -cz ."
                                      : "They are in folder " + quoted(inner_) + " of the archive: make it there, as with: tar -C " +
                                            quoted(inner_) + " -cz .");
    }

    Tar tar_;
    std::int64_t most_files_;
    std::int64_t entries_ = 0;
    bool is_project_ = false;
    std::string inner_;
    std::vector<Incoming> files_;
};

} // namespace

std::vector<Incoming> read_archive(std::string_view archive, std::int64_t most_bytes, std::int64_t most_files) {
    if (archive.empty()) refuse_archive("archive is empty", {}, "Send a whole tar archive, plain or compressed by gzip.");
    return Unpacking(archive, most_bytes, most_files).run();
}

} // namespace confiture::source
