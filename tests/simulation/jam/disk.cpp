// SPDX-License-Identifier: Apache-2.0
#include "tests/simulation/jam/disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace jamhall::simulated {

bool has_text(std::string_view bytes, std::string_view text)
{
    for (auto at = bytes.find(text); at != std::string_view::npos; at = bytes.find(text, at + 1)) {
        const auto behind = bytes.substr(at + text.size(), 1);
        if (behind.empty() || behind.front() < '0' || behind.front() > '9')
            return true;
    }
    return false;
}

std::shared_ptr<disk::image> disk::open(const std::string& name)
{
    if (name.empty())
        return std::make_shared<image>();
    auto& found = files_[name];
    if (!found) {
        found = std::make_shared<image>();
        std::ofstream{name, std::ios::app};  // who asks the file system itself finds that it is there
    }
    return found;
}

void disk::remove(const std::string& name)
{
    if (is_frozen_)
        return;
    files_.erase(name);
    std::error_code ignored;
    std::filesystem::remove(name, ignored);
}

std::size_t disk::used() const
{
    std::size_t all = 0;
    for (const auto& [name, each] : files_)
        all += each->now.size();
    return all;
}

bool disk::holds(std::string_view text) const
{
    return std::ranges::any_of(files_, [&](const auto& each) { return has_text(each.second->now, text); });
}

void disk::plan_fault(std::size_t n, fault how)
{
    until_fault_ = n;
    how_ = how;
}

bool disk::is_due()
{
    if (is_quiet_ || until_fault_ == 0 || --until_fault_ > 0)
        return false;
    ++faults_met_;
    if (how_ == fault::freeze)
        is_frozen_ = true;
    return true;
}

int disk::before_read()
{
    if (is_quiet_ || reads_until_fault_ == 0 || --reads_until_fault_ > 0)
        return SQLITE_OK;
    ++faults_met_;
    return SQLITE_IOERR_READ;
}

void disk::apply(std::string& content, const change& what, std::size_t bytes)
{
    if (what.is_cut)
        return content.resize(std::min(content.size(), what.at));
    if (content.size() < what.at + bytes)
        content.resize(what.at + bytes);
    content.replace(what.at, bytes, what.bytes, 0, bytes);
}

int disk::write(image& to, const void* bytes, std::size_t size, std::size_t at)
{
    const bool is_due_now = is_due();
    if (is_frozen_)
        return SQLITE_IOERR_WRITE;
    if (is_due_now && how_ == fault::refused)
        return SQLITE_IOERR_WRITE;
    const bool grows = at + size > to.now.size();
    if ((is_due_now && how_ == fault::full) ||
        (!is_quiet_ && grows && used() + (at + size - to.now.size()) > room_))
        return SQLITE_FULL;
    const auto done = is_due_now && how_ == fault::half ? size / 2 : size;
    to.later.push_back({at, {static_cast<const char*>(bytes), done}, false});
    apply(to.now, to.later.back(), done);
    return is_due_now ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int disk::cut(image& to, std::size_t size)
{
    const bool is_due_now = is_due();
    if (is_frozen_ || (is_due_now && how_ != fault::done_yet))
        return SQLITE_IOERR_TRUNCATE;
    to.later.push_back({size, {}, true});
    apply(to.now, to.later.back(), 0);
    return is_due_now ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

int disk::sync(image& to, bool is_wal)
{
    const bool is_due_now = is_due();
    if (is_frozen_ || (is_due_now && how_ != fault::done_yet))
        return SQLITE_IOERR_FSYNC;
    if (is_wal && forgets_wal_syncs)
        return SQLITE_OK;
    for (const auto& what : to.later)
        apply(to.synced, what, what.bytes.size());
    to.later.clear();
    return is_due_now ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

void disk::thaw(bool power_was_cut, test::random_source& chance)
{
    is_frozen_ = false;
    until_fault_ = 0;
    reads_until_fault_ = 0;
    for (const auto& [name, each] : files_) {
        auto fresh = std::make_shared<image>();
        if (power_was_cut) {
            fresh->synced = each->synced;
            const auto mood = chance.below(3);
            for (const auto& what : each->later) {
                if (mood == 0 || (mood == 2 && chance.one_in(2)))
                    continue;
                const bool is_torn = &what == &each->later.back() && what.bytes.size() > 512;
                apply(fresh->synced, what, is_torn ? what.bytes.size() / 1024 * 512 : what.bytes.size());
            }
            fresh->now = fresh->synced;
        } else {
            fresh->now = each->now;
            fresh->synced = each->synced;
            fresh->later = each->later;
        }
        files_[name] = fresh;
    }
}

}  // namespace jamhall::simulated
