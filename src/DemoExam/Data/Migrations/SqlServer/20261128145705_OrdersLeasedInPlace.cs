using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DemoExam.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class OrdersLeasedInPlace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_PassportOrders_CampaignId_Status",
                table: "PassportOrders");

            migrationBuilder.DropIndex(
                name: "IX_PassportOrders_Failed",
                table: "PassportOrders");

            migrationBuilder.DropIndex(
                name: "IX_PassportOrders_Status_NotBefore",
                table: "PassportOrders");

            migrationBuilder.DropIndex(
                name: "IX_PassportOrders_SupersedesId",
                table: "PassportOrders");

            migrationBuilder.CreateIndex(
                name: "IX_PassportOrders_CampaignId",
                table: "PassportOrders",
                column: "CampaignId",
                filter: "\"CampaignId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PassportOrders_SupersedesId",
                table: "PassportOrders",
                column: "SupersedesId",
                filter: "\"SupersedesId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PassportOrders_Undone",
                table: "PassportOrders",
                columns: new[] { "NotBefore", "Id" },
                filter: "\"CompletedAt\" IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_PassportOrders_CampaignId",
                table: "PassportOrders");

            migrationBuilder.DropIndex(
                name: "IX_PassportOrders_SupersedesId",
                table: "PassportOrders");

            migrationBuilder.DropIndex(
                name: "IX_PassportOrders_Undone",
                table: "PassportOrders");

            migrationBuilder.CreateIndex(
                name: "IX_PassportOrders_CampaignId_Status",
                table: "PassportOrders",
                columns: new[] { "CampaignId", "Status" });

            migrationBuilder.CreateIndex(
                name: "IX_PassportOrders_Failed",
                table: "PassportOrders",
                columns: new[] { "Status", "Number" },
                filter: "\"Status\" = 3");

            migrationBuilder.CreateIndex(
                name: "IX_PassportOrders_Status_NotBefore",
                table: "PassportOrders",
                columns: new[] { "Status", "NotBefore" });

            migrationBuilder.CreateIndex(
                name: "IX_PassportOrders_SupersedesId",
                table: "PassportOrders",
                column: "SupersedesId");
        }
    }
}
