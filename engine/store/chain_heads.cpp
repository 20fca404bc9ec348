// SPDX-License-Identifier: Apache-2.0
#include "engine/store/chain_heads.hpp"

#include "engine/base/encoding.hpp"
#include "engine/base/random.hpp"
#include "engine/codec/json_in.hpp"
#include "engine/codec/json_out.hpp"
#include "engine/codec/object_in.hpp"
#include "engine/store/files.hpp"
#include "engine/store/store_error.hpp"
#include "sessions/core/limits.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

namespace jamhall::store {
namespace {

constexpr std::string_view domain = "jamhall.head.v1";

/// What is signed: the words end where the next line begins, and neither holds a line break.
std::string signed_text(const chain_head& head)
{
    return std::string{domain} + "\n" + head.jam + "\n" + head.epoch + "\n" +
           std::to_string(head.at.offset.value) + "\n" + std::to_string(head.at.at.ms) + "\n" +
           base::hex_of(head.at.hash) + "\n";
}

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> fixed_bytes(std::string_view hex)
{
    const auto read = base::bytes_of_hex(hex);
    if (!read || read->size() != N)
        return std::nullopt;
    std::array<std::uint8_t, N> made{};
    std::ranges::copy(*read, made.begin());
    return made;
}

template <std::size_t N>
std::array<std::uint8_t, N> bytes_in(codec::object_in& in, std::string_view name)
{
    const auto made = fixed_bytes<N>(in.string(name));
    if (!made)
        in.note(name, "is not as long as it must be");
    return made.value_or(std::array<std::uint8_t, N>{});
}

std::optional<chain_head> read_head_line(std::string_view line)
{
    const auto document = codec::json_document::parse(line, {.size_max = 4'096, .depth_max = 2});
    if (!document)
        return std::nullopt;
    codec::faults found;
    codec::object_in in{document->root(), "", found};
    chain_head head;
    in.integer("v", {1, 1});
    head.jam = in.string("jam");
    head.epoch = in.string("epoch");
    head.at.offset = {
        static_cast<std::uint64_t>(in.integer("offset", {1, sessions::limits::wire_integer_max}))};
    head.at.at = in.instant("at_ms");
    head.at.hash = bytes_in<base::sha256_size>(in, "hash");
    head.signature = bytes_in<64>(in, "signature");
    in.finish();
    return found.empty() ? std::optional{std::move(head)} : std::nullopt;
}

std::string first_line(const std::filesystem::path& file)
{
    std::ifstream from{file};
    std::string line;
    std::getline(from, line);
    return line;
}

}  // namespace

hall_key::hall_key(const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file))
        write_private_file(file, base::hex_of(base::random_bytes<32>()) + "\n");
    const auto seed = fixed_bytes<32>(first_line(file));
    if (!seed)
        throw store_error{store_fault::damaged, file.string() + ": this is no key of a hall"};
    seed_ = *seed;
    public_ = base::ed25519_public_key_of(seed_);
    auto beside = file;
    beside.replace_extension(".pub");
    if (!std::filesystem::exists(beside))
        write_private_file(beside, base::hex_of(public_) + "\n");
}

chain_head hall_key::sign(std::string jam, std::string epoch, const log_head& at) const
{
    chain_head made{std::move(jam), std::move(epoch), at, {}};
    made.signature = base::ed25519_sign(seed_, signed_text(made));
    return made;
}

bool is_signed_by(const chain_head& head, const base::ed25519_public_key& key)
{
    return base::ed25519_verify(key, signed_text(head), head.signature);
}

void add_head(const std::filesystem::path& file, const chain_head& head)
{
    std::string line;
    codec::json_out out{line};
    out.begin_object().member("v", 1).member("jam", head.jam).member("epoch", head.epoch);
    out.member("offset", head.at.offset.value).member("at_ms", head.at.at.ms);
    out.member("hash", base::hex_of(head.at.hash))
        .member("signature", base::hex_of(head.signature))
        .end_object();
    create_private_folder(file.parent_path());
    append_private_file(file, line + "\n");
}

std::vector<chain_head> read_heads(const std::filesystem::path& file)
{
    require_file(file);
    std::vector<chain_head> heads;
    std::ifstream from{file, std::ios::binary};
    std::string line;
    for (std::size_t number = 1; std::getline(from, line); ++number) {
        auto head = read_head_line(line);
        // Cut short by a crash, or copied while it was being written.
        if (!head && from.eof() && !heads.empty())
            break;
        if (!head)
            throw store_error{store_fault::damaged,
                              file.string() + ": line " + std::to_string(number) + " is no head of a log"};
        heads.push_back(std::move(*head));
    }
    return heads;
}

base::ed25519_public_key read_public_key(const std::filesystem::path& file)
{
    require_file(file);
    const auto key = fixed_bytes<32>(first_line(file));
    if (!key)
        throw store_error{store_fault::damaged, file.string() + ": this is no public key of a hall"};
    return *key;
}

}  // namespace jamhall::store
