// The sample pipelines, compiled in from Samples: a demo needs no installed files.

/// A pipeline file.
package struct Sample: Sendable {
  package let name: String
  package let bytes: [UInt8]

  /// Every file of the folder Samples; a test looks for forgotten ones.
  package static let all = [
    Sample(name: "backfill_orders.yaml", bytes: PackageResources.backfill_orders_yaml),
    Sample(name: "customer_360.yaml", bytes: PackageResources.customer_360_yaml),
    Sample(name: "dbt_finance.yaml", bytes: PackageResources.dbt_finance_yaml),
    Sample(name: "inventory_snapshot.yaml", bytes: PackageResources.inventory_snapshot_yaml),
    Sample(name: "jde_account_balances.yaml", bytes: PackageResources.jde_account_balances_yaml),
    Sample(name: "marketing_attribution.yaml", bytes: PackageResources.marketing_attribution_yaml),
    Sample(name: "month_end_close.yaml", bytes: PackageResources.month_end_close_yaml),
    Sample(name: "nightly_elt.yaml", bytes: PackageResources.nightly_elt_yaml),
    Sample(name: "platform_health.yaml", bytes: PackageResources.platform_health_yaml),
    Sample(name: "salesforce_sync.yaml", bytes: PackageResources.salesforce_sync_yaml),
    Sample(name: "warehouse_rebuild.yaml", bytes: PackageResources.warehouse_rebuild_yaml),
    Sample(name: "web_log_archive.yaml", bytes: PackageResources.web_log_archive_yaml),
  ]
}
