// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <variant>
#include <vector>

namespace jamhall::torture {

/// A call that changes a disk, as the kernel takes it.
enum class call : std::uint8_t { open, write, cut, sync, rename, remove, make_folder };

/// Stands between this program (SQLite too) and the kernel for the files below one folder: writes down, in order, every
/// change and every sync, and lets the n-th call fail. What the disk holds after a power cut follows from it.
/// Runs on: one thread; one at a time.
class disk_recorder {
public:
    explicit disk_recorder(std::filesystem::path root);
    disk_recorder(const disk_recorder&) = delete;
    disk_recorder& operator=(const disk_recorder&) = delete;
    ~disk_recorder();

    /// The n-th call of this kind from now on fails with this errno, once. 0: none.
    void fail(call kind, std::size_t n, int error);
    /// The n-th call of any kind.
    void fail_any(std::size_t n, int error);
    /// From the n-th call on nothing reaches the kernel: what is left is what a killed program leaves.
    void die_at(std::size_t n);
    /// All calls work again; counting begins anew.
    void heal();

    bool has_failed() const { return has_failed_; }
    std::size_t calls() const { return calls_; }
    /// Which of the calls were syncs, by number as die_at() counts.
    const std::vector<std::size_t>& syncs() const { return syncs_; }

    /// Something was promised at this moment.
    void promise(std::uint64_t what);

    struct node;
    using content = std::shared_ptr<node>;

    struct made {
        content what;
        std::string path;
    };
    struct written {
        content what;
        std::size_t at = 0;
        std::string bytes;
    };
    struct cut_to {
        content what;
        std::size_t size = 0;
    };
    struct synced {
        content what;
    };
    struct folder_synced {
        std::string path;
    };
    struct renamed {
        std::string from;
        std::string to;
    };
    struct removed {
        std::string path;
    };
    struct promised {
        std::uint64_t what = 0;
    };
    using step = std::variant<made, written, cut_to, synced, folder_synced, renamed, removed, promised>;

    const std::vector<step>& steps() const { return steps_; }
    const std::filesystem::path& root() const { return root_; }

    // What the calls tell.
    struct verdict {
        int error = 0;  ///< errno; 0: go on
    };
    verdict before(call kind);
    bool concerns(const std::string& path) const;
    void opened(int descriptor, const std::string& path, bool is_new, bool cuts);
    void closed(int descriptor);
    bool knows(int descriptor) const { return descriptors_.contains(descriptor); }
    void wrote(int descriptor, std::size_t at, const void* bytes, std::size_t size);
    void cut(int descriptor, std::size_t size);
    void synced_descriptor(int descriptor);
    void renamed_path(const std::string& from, const std::string& to);
    void removed_path(const std::string& path);
    void made_folder(const std::string& path);

private:
    std::filesystem::path root_;
    std::vector<step> steps_;
    std::map<std::string, content> names_;
    std::map<int, std::pair<content, std::string>> descriptors_;  ///< without content: a folder
    std::size_t calls_ = 0;
    std::vector<std::size_t> syncs_;
    std::size_t calls_of_kind_ = 0;
    std::size_t fail_at_ = 0;
    bool fails_any_ = false;
    call fail_kind_ = call::write;
    int fail_error_ = 0;
    std::size_t die_at_ = 0;
    bool has_failed_ = false;
};

/// The disk at one moment of a recording: what is surely there, and what came later.
class disk_at {
public:
    explicit disk_at(const disk_recorder& recorded) : recorded_{recorded} {}

    /// Takes in one more step. False: there are no more.
    bool advance();

    const disk_recorder::step& last() const { return recorded_.steps()[next_ - 1]; }
    std::uint64_t promise() const { return promise_; }

    /// How what was not synced may have reached the disk.
    enum class luck : std::uint8_t {
        all,
        none,
        beginning,
        some,
        all_but_one,
        only_one,
        bytes_only,
        names_only
    };
    static constexpr luck lucks[] = {luck::all,         luck::none,     luck::beginning,  luck::some,
                                     luck::all_but_one, luck::only_one, luck::bytes_only, luck::names_only};

    /// Writes the folder as a power cut at this moment leaves it; the last write of a beginning is torn at 512 bytes.
    /// Gives a fingerprint of it. False in `is_new` of a fingerprint seen before means nothing was written.
    std::uint64_t write(const std::filesystem::path& into, luck how, std::mt19937& chance,
                        const std::function<bool(std::uint64_t)>& is_new) const;

private:
    bool is_settled(const disk_recorder::step& pending) const;

    const disk_recorder& recorded_;
    std::size_t next_ = 0;
    std::uint64_t promise_ = 0;
    std::map<std::string, disk_recorder::content> names_;     ///< synced
    std::map<disk_recorder::content, std::string> contents_;  ///< synced
    std::vector<disk_recorder::step> pending_;
};

}  // namespace jamhall::torture
