// SPDX-License-Identifier: MIT
#pragma once

#include <cordial/host/subcommand.h>
#include <cordial/net/httpclient.h>

#include <string>
#include <vector>

namespace Cordial::Host {

//! \brief `cordial api`: one request, or a batch of them.
class ApiCommand : public Subcommand
{
public:
    CLI::App *declare(CLI::App &parent) override;
    [[nodiscard]] int run(HostContext &host) override;

private:
    [[nodiscard]] Result<> checkShape() const;
    [[nodiscard]] Result<Net::HttpConfig> makeConfig(const CommonOptions &options) const;
    [[nodiscard]] Result<Net::Request> makeRequest(TimePoint now) const;
    [[nodiscard]] Result<> addQuery(Net::Request &request) const;
    [[nodiscard]] Result<> addFiles(Net::Request &request) const;
    [[nodiscard]] int runBatch(Net::HttpConfig config, HostContext &host) const;
    [[nodiscard]] int runOne(Net::HttpConfig config, HostContext &host) const;
    [[nodiscard]] int report(const Net::Request &request, const Net::Outcome &outcome) const;

    // As CLI11 fills them.
    CLI::App *m_app = nullptr;
    std::string m_method;
    std::string m_path;
    std::string m_json;
    std::string m_reason;
    std::string m_batch;
    std::vector<std::string> m_query;
    std::vector<std::string> m_files;
    double m_deadline = 0;
    double m_timeout = 15;
    int m_retries = 3;
    int m_globalLimit = 50;
    qint64 m_cacheBytes = 16LL * 1024 * 1024;
    bool m_cache = false;
    bool m_include = false;
    bool m_list = false;
};

} // namespace Cordial::Host
