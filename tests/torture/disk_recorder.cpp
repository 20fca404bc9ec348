// SPDX-License-Identifier: Apache-2.0
#include "tests/torture/disk_recorder.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace jamhall::torture {

/// One file, under whatever name. The bytes stand in the steps.
struct disk_recorder::node {
    std::string first_name;
};

namespace {

std::string folder_of(const std::string& path)
{
    return std::filesystem::path{path}.parent_path().string();
}

/// SQLite makes it anew from the log at every start.
bool is_shared_memory(const std::string& path)
{
    return path.ends_with("-shm");
}

}  // namespace

disk_recorder* standing_between = nullptr;

disk_recorder::disk_recorder(std::filesystem::path root) : root_{std::move(root)}
{
    standing_between = this;
}

disk_recorder::~disk_recorder()
{
    standing_between = nullptr;
}

void disk_recorder::fail(call kind, std::size_t n, int error)
{
    heal();
    fail_kind_ = kind;
    fail_at_ = n;
    fail_error_ = error;
}

void disk_recorder::fail_any(std::size_t n, int error)
{
    fail(call::write, n, error);
    fails_any_ = true;
}

void disk_recorder::die_at(std::size_t n)
{
    heal();
    die_at_ = n;
}

void disk_recorder::heal()
{
    calls_ = calls_of_kind_ = fail_at_ = die_at_ = 0;
    syncs_.clear();
    fails_any_ = has_failed_ = false;
}

void disk_recorder::promise(std::uint64_t what)
{
    steps_.emplace_back(promised{what});
}

disk_recorder::verdict disk_recorder::before(call kind)
{
    ++calls_;
    if (kind == call::sync)
        syncs_.push_back(calls_);
    if (die_at_ != 0 && calls_ >= die_at_) {
        has_failed_ = true;
        return {EIO};
    }
    if (!fails_any_ && kind != fail_kind_)
        return {};
    ++calls_of_kind_;
    if (fail_at_ == 0 || calls_of_kind_ != fail_at_)
        return {};
    has_failed_ = true;
    return {fail_error_};
}

bool disk_recorder::concerns(const std::string& path) const
{
    return path.starts_with(root_.native()) && !is_shared_memory(path);
}

void disk_recorder::opened(int descriptor, const std::string& path, bool is_new, bool cuts)
{
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        descriptors_[descriptor] = {nullptr, path};
        return;
    }
    auto& named = names_[path];
    if (is_new || !named) {
        named = std::make_shared<node>(node{path});
        steps_.emplace_back(made{named, path});
    } else if (cuts) {
        steps_.emplace_back(cut_to{named, 0});
    }
    descriptors_[descriptor] = {named, path};
}

void disk_recorder::closed(int descriptor)
{
    descriptors_.erase(descriptor);
}

void disk_recorder::wrote(int descriptor, std::size_t at, const void* bytes, std::size_t size)
{
    if (const auto found = descriptors_.find(descriptor); found != descriptors_.end() && found->second.first)
        steps_.emplace_back(written{found->second.first, at, {static_cast<const char*>(bytes), size}});
}

void disk_recorder::cut(int descriptor, std::size_t size)
{
    if (const auto found = descriptors_.find(descriptor); found != descriptors_.end() && found->second.first)
        steps_.emplace_back(cut_to{found->second.first, size});
}

void disk_recorder::synced_descriptor(int descriptor)
{
    const auto found = descriptors_.find(descriptor);
    if (found == descriptors_.end())
        return;
    if (found->second.first)
        steps_.emplace_back(synced{found->second.first});
    else
        steps_.emplace_back(folder_synced{found->second.second});
}

void disk_recorder::renamed_path(const std::string& from, const std::string& to)
{
    // A folder takes what is in it along: only the parent's entry changes, so names below follow.
    std::map<std::string, content> moved;
    for (const auto& [path, what] : names_) {
        const bool is_it = path == from || path.starts_with(from + "/");
        moved[is_it ? to + path.substr(from.size()) : path] = what;
    }
    names_ = std::move(moved);
    steps_.emplace_back(renamed{from, to});
}

void disk_recorder::removed_path(const std::string& path)
{
    names_.erase(path);
    steps_.emplace_back(removed{path});
}

void disk_recorder::made_folder(const std::string& path)
{
    steps_.emplace_back(made{nullptr, path});
}

namespace {

using names = std::map<std::string, disk_recorder::content>;
using contents = std::map<disk_recorder::content, std::string>;

void apply(const disk_recorder::step& what, names& named, contents& held, std::size_t bytes_max = SIZE_MAX)
{
    if (const auto* made = std::get_if<disk_recorder::made>(&what)) {
        named[made->path] = made->what;
    } else if (const auto* renamed = std::get_if<disk_recorder::renamed>(&what)) {
        names after;
        for (const auto& [path, node] : named)
            if (path == renamed->from || path.starts_with(renamed->from + "/"))
                after[renamed->to + path.substr(renamed->from.size())] = node;
            else if (path != renamed->to)
                after.emplace(path, node);
        named = std::move(after);
    } else if (const auto* removed = std::get_if<disk_recorder::removed>(&what)) {
        named.erase(removed->path);
    } else if (const auto* cut = std::get_if<disk_recorder::cut_to>(&what)) {
        held[cut->what].resize(cut->size);
    } else if (const auto* written = std::get_if<disk_recorder::written>(&what)) {
        auto& content = held[written->what];
        const auto size = std::min(written->bytes.size(), bytes_max);
        if (content.size() < written->at + size)
            content.resize(written->at + size);
        content.replace(written->at, size, written->bytes, 0, size);
    }
}

bool is_of_names(const disk_recorder::step& what)
{
    return std::holds_alternative<disk_recorder::made>(what) ||
           std::holds_alternative<disk_recorder::renamed>(what) ||
           std::holds_alternative<disk_recorder::removed>(what);
}

/// Whether syncing this folder makes the change of names durable.
bool is_in(const disk_recorder::step& what, const std::string& folder)
{
    if (const auto* made = std::get_if<disk_recorder::made>(&what))
        return folder_of(made->path) == folder;
    if (const auto* removed = std::get_if<disk_recorder::removed>(&what))
        return folder_of(removed->path) == folder;
    const auto* renamed = std::get_if<disk_recorder::renamed>(&what);
    return renamed && (folder_of(renamed->to) == folder || folder_of(renamed->from) == folder);
}

bool is_of(const disk_recorder::step& what, const disk_recorder::content& node)
{
    if (const auto* written = std::get_if<disk_recorder::written>(&what))
        return written->what == node;
    const auto* cut = std::get_if<disk_recorder::cut_to>(&what);
    return cut && cut->what == node;
}

}  // namespace

bool disk_at::advance()
{
    if (next_ == recorded_.steps().size())
        return false;
    const auto& step = recorded_.steps()[next_++];
    const auto settle = [&](const auto& belongs) {
        std::vector<disk_recorder::step> left;
        for (auto& pending : pending_)
            if (belongs(pending))
                apply(pending, names_, contents_);
            else
                left.push_back(std::move(pending));
        pending_ = std::move(left);
    };
    if (const auto* promised = std::get_if<disk_recorder::promised>(&step))
        promise_ = promised->what;
    else if (const auto* synced = std::get_if<disk_recorder::synced>(&step))
        settle([&](const auto& pending) { return is_of(pending, synced->what); });
    else if (const auto* folder = std::get_if<disk_recorder::folder_synced>(&step))
        settle([&](const auto& pending) { return is_in(pending, folder->path); });
    else
        pending_.push_back(step);
    return true;
}

std::uint64_t disk_at::write(const std::filesystem::path& into, luck how, std::mt19937& chance,
                             const std::function<bool(std::uint64_t)>& is_new) const
{
    names named = names_;
    contents held = contents_;
    const std::size_t count = pending_.size();
    const std::size_t chosen = count > 0 ? chance() % count : 0;
    for (std::size_t at = 0; at < count; ++at) {
        const auto& step = pending_[at];
        std::size_t bytes_max = SIZE_MAX;
        const auto* written = std::get_if<disk_recorder::written>(&step);
        const auto torn = written ? chance() % (written->bytes.size() / 512 + 1) * 512 : 0;
        switch (how) {
        case luck::all: break;
        case luck::none: continue;
        case luck::beginning:
            if (at > chosen)
                continue;
            if (at == chosen)
                bytes_max = torn;
            break;
        case luck::some:
            if (chance() % 2 == 0)
                continue;
            if (chance() % 8 == 0)
                bytes_max = torn;
            break;
        case luck::all_but_one:
            if (at == chosen)
                continue;
            break;
        case luck::only_one:
            if (at != chosen)
                continue;
            break;
        case luck::bytes_only:
            if (is_of_names(step))
                continue;
            break;
        case luck::names_only:
            if (!is_of_names(step))
                continue;
            break;
        }
        apply(step, named, held, bytes_max);
    }
    std::string all;
    for (const auto& [path, node] : named)
        all += path + '\0' + (node ? held[node] : "/") + '\0';
    const auto fingerprint = std::hash<std::string>{}(all + std::to_string(promise_));
    if (!is_new(fingerprint))
        return fingerprint;
    for (const auto& [path, node] : named) {
        const auto to = into / std::filesystem::path{path}.lexically_relative(recorded_.root());
        // A file whose folder was lost is lost with it.
        const auto parent = folder_of(path);
        if (parent != recorded_.root().string() && !named.contains(parent))
            continue;
        if (!node) {
            std::filesystem::create_directories(to);
            continue;
        }
        std::filesystem::create_directories(to.parent_path());
        std::FILE* file = std::fopen(to.c_str(), "wb");
        std::fwrite(held[node].data(), 1, held[node].size(), file);
        std::fclose(file);
    }
    return fingerprint;
}

}  // namespace jamhall::torture
