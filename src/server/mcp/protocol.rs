//! How does a client call the tools, by the Model Context Protocol?
//!
//! The only file that knows the crate of the protocol, which changes from minor to minor.

use std::sync::Arc;

use anyhow::Result;
use axum::http::StatusCode;
use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData, Implementation,
    ListResourceTemplatesResult, ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams,
    ReadResourceResponse, ReadResourceResult, ResourceContents, ResourceTemplate, ServerCapabilities, ServerConfig,
    Tool, ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer, ServerInitializeError};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService, stdio};
use rmcp::{ServerHandler, ServiceExt as _};
use serde_json::{Map, Value};

use super::super::path_id;
use super::super::problem::HttpProblem;
use super::super::queries::Queries;
use super::answer::ToolAnswer;
use super::tools::{INSTRUCTIONS, McpTool, tools};

/// Time for which clients may keep the list of tools, in milliseconds: it changes with the program only.
const TOOLS_TTL_MS: u64 = 3_600_000;
/// Beginning of the address of an article or passage as a resource.
const RESOURCE_SCHEME: &str = "fundstelle://";

/// The tools as a service of the protocol.
#[derive(Clone)]
pub(super) struct McpService {
    queries: Arc<Queries>,
    tools: Arc<Vec<McpTool>>,
}

impl McpService {
    /// Creates the service.
    pub(super) fn new(queries: Arc<Queries>) -> McpService {
        McpService { queries, tools: Arc::new(tools()) }
    }

    /// Returns the service over HTTP: each request for itself, its answer as JSON. Hosts and origins are checked before it.
    pub(super) fn over_http(self) -> StreamableHttpService<McpService, LocalSessionManager> {
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            .with_sse_keep_alive(None)
            .disable_allowed_hosts();
        StreamableHttpService::new(move || Ok(self.clone()), Arc::new(LocalSessionManager::default()), config)
    }

    /// Calls the tool at position `at` of the list.
    async fn run(&self, at: usize, arguments: Map<String, Value>) -> Result<ToolAnswer, HttpProblem> {
        let tools = Arc::clone(&self.tools);
        let searcher = self.queries.snapshots.current();
        self.queries.run(move |deadline| tools[at].call(&searcher, arguments, deadline)).await
    }

    async fn run_named(&self, name: &str, arguments: Map<String, Value>) -> Result<CallToolResult, ErrorData> {
        let Some(at) = self.tools.iter().position(|tool| tool.name == name) else {
            let known: Vec<&str> = self.tools.iter().map(|tool| tool.name).collect();
            return Err(ErrorData::invalid_params(format!("unknown tool; known are {}", known.join(", ")), None));
        };
        Ok(match self.run(at, arguments).await {
            Ok(ToolAnswer { structured, markdown }) => {
                let mut result = CallToolResult::success(vec![ContentBlock::text(markdown)]);
                result.structured_content = Some(structured);
                result
            }
            Err(problem) => CallToolResult::error(vec![ContentBlock::text(problem.detail())]),
        })
    }
}

impl ServerHandler for McpService {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().enable_resources().build())
            .with_server_info(Implementation::new("fundstelle", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = self.tools.iter().map(|tool| {
            let annotations = ToolAnnotations::new().read_only(true).idempotent(true).open_world(false);
            Tool::new(tool.name, tool.description, Arc::new(tool.input()))
                .with_raw_output_schema(Arc::new(tool.output.clone()))
                .with_annotations(annotations)
        });
        Ok(ListToolsResult::with_all_items(tools.collect())
            .with_ttl_ms(TOOLS_TTL_MS)
            .with_cache_scope(CacheScope::Public))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        Ok(self.run_named(&request.name, request.arguments.unwrap_or_default()).await?.into())
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let template = ResourceTemplate::new(format!("{RESOURCE_SCHEME}{{id}}"), "article")
            .with_description("An article or passage, as fetch returns it")
            .with_mime_type("text/markdown");
        Ok(ListResourceTemplatesResult::with_all_items(vec![template])
            .with_ttl_ms(TOOLS_TTL_MS)
            .with_cache_scope(CacheScope::Public))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let unknown = |why: &str| ErrorData::resource_not_found(why.to_owned(), None);
        if !request.uri.starts_with(RESOURCE_SCHEME) {
            return Err(unknown("resources are named fundstelle://ID"));
        }
        let id = path_id::decoded("fundstelle://{id}", &request.uri);
        let fetch = self.tools.iter().position(|tool| tool.name == "fetch").unwrap_or_default();
        let arguments = Map::from_iter([("id".to_owned(), Value::from(id))]);
        let answer = self.run(fetch, arguments).await.map_err(|problem| match problem.status() {
            StatusCode::NOT_FOUND => unknown(problem.detail()),
            _ => ErrorData::internal_error(problem.detail().to_owned(), None),
        })?;
        let contents = ResourceContents::text(answer.markdown, request.uri).with_mime_type("text/markdown");
        Ok(ReadResourceResult::new(vec![contents]).into())
    }
}

/// Serves the tools over standard input and output until the input ends.
pub(super) async fn serve_stdio(queries: Arc<Queries>) -> Result<()> {
    match McpService::new(queries).serve(stdio()).await {
        Ok(running) => drop(running.waiting().await?),
        // The client went before it said anything.
        Err(ServerInitializeError::ConnectionClosed(_) | ServerInitializeError::Cancelled) => {}
        Err(err) => return Err(err.into()),
    }
    Ok(())
}
